import { SaxesParser } from "saxes";
import type { Position } from "../errors.ts";

/** What a tokenizer reports, in document order. Names are as written, prefix included. */
export interface TokenHandler {
  readonly declaration: (version: string | undefined, encoding: string | undefined) => void;
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  /** All text up to the next markup, references resolved; several times for one element when markup is in between. */
  readonly text: (text: string) => void;
  readonly close: () => void;
  readonly doctype: () => void;
  /** The input is not well-formed. Must throw. */
  readonly malformed: (message: string) => never;
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
  parser.on("opentag", ({ name, attributes }) => handler.open(name, attributes));
  parser.on("text", handler.text);
  parser.on("cdata", handler.text);
  parser.on("closetag", handler.close);
  parser.on("doctype", handler.doctype);
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
