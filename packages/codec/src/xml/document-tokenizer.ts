import { FastPathUnsupported, Scanner } from "./fast/scanner.ts";
import type { TokenHandler, Tokenizer } from "./tokenizer.ts";

/**
 * The fast tokenizer: it takes a whole document in one chunk and reads only the plain kind (see `Scanner`). `write` throws
 * FastPathUnsupported for any other document, well-formed or not. The caller then reads the document again with
 * `XmlTokenizer`, the only one that knows positions and words errors.
 */
export class DocumentTokenizer implements Tokenizer {
  readonly line = 0;
  readonly column = 0;
  readonly #handler: TokenHandler;

  constructor(handler: TokenHandler) {
    this.#handler = handler;
  }

  write(text: string): void {
    tokenize(Scanner.ofDocument(text), this.#handler);
  }

  catchUp(): void {}

  end(): void {}
}

function tokenize(scanner: Scanner, handler: TokenHandler): void {
  scanner.skipSpace();
  if (scanner.ahead() !== "start tag") throw new FastPathUnsupported();
  const open: string[] = [];
  do {
    step(scanner, handler, open);
  } while (open.length > 0);
  scanner.skipSpace();
  if (scanner.ahead() !== "end") throw new FastPathUnsupported();
  // Last, since it looks at all of the text, and most documents that are not plain have failed earlier.
  scanner.checkText();
}

function step(scanner: Scanner, handler: TokenHandler, open: string[]): void {
  switch (scanner.ahead()) {
    case "start tag": {
      const tag = scanner.startTag();
      handler.open(tag.name, tag.attributes);
      if (tag.isEmpty) return handler.close();
      open.push(tag.name.text);
      return handler.contentAhead(scanner);
    }
    case "end tag":
      // `tokenize` takes no further step without an open element.
      scanner.endTag(open.pop() as string);
      return handler.close();
    case "text":
      return handler.text(scanner.content());
    case "end":
      throw new FastPathUnsupported();
  }
}
