/** A part of an incremental response. */
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

/** Yields the parts of an incremental response as they arrive. */
export async function* partsOf<Data>(response: Response): AsyncGenerator<Part<Data>, void, void> {
  let text = "";
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    const parts = (text + chunk).split("\r\n---");
    text = parts.pop() ?? "";
    for (const part of parts) if (part.includes("{")) yield JSON.parse(part.slice(part.indexOf("\r\n\r\n")));
  }
}
