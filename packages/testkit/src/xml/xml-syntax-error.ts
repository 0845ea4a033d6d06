/** The error of a text that is not well-formed XML. */
export class XmlSyntaxError extends Error {
  override readonly name = "XmlSyntaxError";
  /** The line of the error, counted from 1. */
  readonly line: number;
  /** The column of the last character read, counted from 1; 0 where the line has none. */
  readonly column: number;

  constructor(message: string, line: number, column: number) {
    super(message);
    this.line = line;
    this.column = column;
  }
}
