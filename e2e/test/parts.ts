/** One part of an answer that comes in parts. */
export interface Part<Data> {
  readonly data?: Data;
  readonly incremental?: readonly {
    readonly items?: readonly unknown[];
    readonly data?: unknown;
    readonly path?: readonly (string | number)[];
    readonly errors?: object[];
  }[];
  readonly errors?: readonly object[];
  readonly hasNext?: boolean;
}

/** The parts of an answer as they come. */
export async function* partsOf<Data>(response: Response): AsyncGenerator<Part<Data>, void, void> {
  let text = "";
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    const parts = (text + chunk).split("\r\n---");
    text = parts.pop() ?? "";
    for (const part of parts) if (part.includes("{")) yield JSON.parse(part.slice(part.indexOf("\r\n\r\n")));
  }
}
