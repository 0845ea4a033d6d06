import { FastPathUnsupported, PlainScanner } from "./fast/scanner.ts";
import type { TokenHandler, Tokenizer } from "./tokenizer.ts";

/**
 * A tokenizer that takes a whole document in one chunk and reads only the plain kind. Its `write` throws FastPathUnsupported for any
 * other, well-formed or not. The document is then to be read anew by the other tokenizer, which also knows places; so
 * what is refused, and in which words, has one source.
 */
export function createQuickTokenizer(handler: TokenHandler): Tokenizer {
  return {
    write: (text) => tokenize(PlainScanner.ofDocument(text), handler),
    catchUp: () => {},
    end: () => {},
    line: 0,
    column: 0,
  };
}

function tokenize(scanner: PlainScanner, handler: TokenHandler): void {
  scanner.skipSpace();
  if (scanner.ahead() !== "start tag") throw new FastPathUnsupported();
  const open: string[] = [];
  do {
    step(scanner, handler, open);
  } while (open.length > 0);
  scanner.skipSpace();
  if (scanner.ahead() !== "end") throw new FastPathUnsupported();
  // Last, since most documents that are not plain have shown it by now, and this looks at all of the text.
  scanner.checkText();
}

function step(scanner: PlainScanner, handler: TokenHandler, open: string[]): void {
  switch (scanner.ahead()) {
    case "start tag": {
      const tag = scanner.startTag();
      handler.open(tag.name, tag.attributes);
      if (tag.isEmpty) return handler.close();
      open.push(tag.name.text);
      return handler.contentAhead(scanner);
    }
    case "end tag":
      // Without an open element there is no further step.
      scanner.endTag(open.pop() as string);
      return handler.close();
    case "text":
      return handler.text(scanner.content());
    case "end":
      throw new FastPathUnsupported();
  }
}
