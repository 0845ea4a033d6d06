import { SaxesParser } from "saxes";
import type { Position } from "../errors.ts";
import { Attributes } from "./attributes.ts";
import type { PlainScanner } from "./plain-scanner.ts";
import { type WrittenName, writtenName } from "./written-name.ts";

/** What a tokenizer reports, in document order. */
export interface TokenHandler {
  declaration(version: string | undefined, encoding: string | undefined): void;
  open(name: WrittenName, attributes: Attributes): void;
  /**
   * Offers the content of the element that was opened last, where the tokenizer has the whole of it before it. What the
   * handler reads itself is not reported; it must stop before the element's end tag.
   */
  contentAhead(scanner: PlainScanner): void;
  /** All text up to the next markup, references resolved; several times for one element when markup is in between. */
  text(text: string): void;
  close(): void;
  doctype(): void;
  /** The input is not well-formed. Must throw. */
  malformed(message: string): never;
}

/** Turns characters into tokens, whatever the cuts between chunks. Its position is where the last token ended. */
export interface Tokenizer extends Position {
  readonly write: (chunk: string) => void;
  /** Ends the document. */
  readonly end: () => void;
}

/** Makes a tokenizer that reports to a handler. */
export type TokenizerFactory = (handler: TokenHandler) => Tokenizer;

/** A tokenizer over `saxes`. The only place that knows the XML parser. */
export function createTokenizer(handler: TokenHandler): Tokenizer {
  // Namespaces are resolved in `namespace-scope.ts`: saxes makes an object for every attribute to do it.
  const parser = new SaxesParser({ xmlns: false, position: true });
  parser.on("xmldecl", ({ version, encoding }) => handler.declaration(version, encoding));
  parser.on("opentag", ({ name, attributes }) => handler.open(writtenName(name), Attributes.of(attributes)));
  parser.on("text", (text) => handler.text(text));
  parser.on("cdata", (text) => handler.text(text));
  parser.on("closetag", () => handler.close());
  parser.on("doctype", () => handler.doctype());
  parser.on("error", (error) => handler.malformed(reasonOf(error)));
  return {
    write: (chunk) => void parser.write(chunk),
    end: () => void parser.close(),
    get line() {
      return parser.line;
    },
    get column() {
      return parser.column + 1;
    },
  };
}

// saxes puts line and column in front of its reasons and a full stop behind them.
function reasonOf({ message }: Error): string {
  return message.replace(/^\d+:\d+: /, "").replace(/\.$/, "");
}
