import { SaxesParser } from "saxes";

/** A text is not well-formed XML. */
export class XmlSyntaxError extends Error {
  override readonly name = "XmlSyntaxError";
  /** Counted from 1. */
  readonly line: number;
  /** The column of the last character read, counted from 1; 0 where the line has none. */
  readonly column: number;

  constructor(message: string, line: number, column: number) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

/** A parser that knows namespaces and throws `XmlSyntaxError` at the first error. */
export function createXmlParser(): SaxesParser<{ xmlns: true }> {
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", ({ message }) => {
    // The parser puts the position in front of its message; its column is the number of characters read.
    const what = message.replace(/^\d+:\d+: /, "").replace(/\.$/, "");
    const { line, column } = parser;
    throw new XmlSyntaxError(`${what} at ${line}:${column}`, line, column);
  });
  return parser;
}
