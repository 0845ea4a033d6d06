import { shortened } from "@superoffice-soap/schema";
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
  /** How to read what stands in the element that was opened last, when that is a list; else `undefined`. */
  itemsAhead(): ItemReader | undefined;
  /** All text up to the next markup, references resolved; several times for one element when markup is in between. */
  text(text: string): void;
  close(): void;
  doctype(): void;
  /** The input is not well-formed. Must throw. */
  malformed(message: string): never;
}

/** Reads the items of a list that a text, which may break off anywhere, begins with. */
export type ItemReader = (text: string) => ItemsRead;

/** What became of a text with items. */
export interface ItemsRead {
  /** How long the items are that were read, in UTF-16 code units. */
  readonly length: number;
  /** Whether there may be another item once more text has come. */
  readonly goesOn: boolean;
}

/** Turns characters into tokens, whatever the cuts between chunks. Its position is where the last token ended. */
export interface Tokenizer extends Position {
  readonly write: (chunk: string) => void;
  /** Reports what is held back until more of it has come, so that the position is where the input ends. */
  readonly catchUp: () => void;
  /** Ends the document. */
  readonly end: () => void;
  /**
   * Ends the document though elements are open, of which the handler has more to say than the tokenizer. Reports what was
   * held back, if only that it is malformed.
   */
  readonly endInside: () => void;
}

/** A tokenizer that can be told that somebody else has read on. */
export interface SkippingTokenizer extends Tokenizer {
  /** Passes over whole elements without reporting them. */
  readonly skip: (text: string) => void;
}

/** Makes a tokenizer that reports to a handler. */
export type TokenizerFactory = (handler: TokenHandler) => Tokenizer;

/** A tokenizer over `saxes`. The only place that knows the XML parser. */
export function createTokenizer(handler: TokenHandler): SkippingTokenizer {
  // Namespaces are resolved in `namespace-scope.ts`: saxes makes an object for every attribute to do it.
  const parser = new SaxesParser({ xmlns: false, position: true });
  parser.on("xmldecl", ({ version, encoding }) => handler.declaration(version, encoding));
  parser.on("opentag", ({ name, attributes }) => handler.open(writtenName(name), Attributes.of(attributes)));
  parser.on("text", (text) => handler.text(text));
  parser.on("cdata", (text) => handler.text(text));
  parser.on("closetag", () => handler.close());
  parser.on("doctype", () => handler.doctype());
  const skipped = new SkippedText(parser);
  let endedInside = false;
  parser.on("error", (error) => {
    const reason = reasonOf(error);
    if (!endedInside || referenceReasons.includes(reason)) handler.malformed(reason);
  });
  let last = "";
  return {
    write: (chunk) => {
      last = (last + chunk.slice(-longestCutReference)).slice(-longestCutReference);
      parser.write(chunk);
    },
    catchUp: () => {},
    skip: (text) => skipped.add(text),
    end: () => void parser.close(),
    endInside: () => {
      if (cutReference.test(last)) return;
      // After an ampersand the parser holds back all that comes, up to a semicolon. Elsewhere one does no harm.
      endedInside = true;
      parser.write(";");
    },
    get line() {
      return parser.line + skipped.lines;
    },
    get column() {
      // The semicolon that ends it does not count.
      return parser.column + skipped.columns + (endedInside ? 0 : 1);
    },
  };
}

/** What the parser says of a text between an ampersand and a semicolon that cannot be a reference. */
const referenceReasons: readonly string[] = ["disallowed character in entity name", "malformed character entity"];

/** The beginning of a character's reference, and how long one is at most; a name's cannot be mistaken. */
const cutReference = /&#(?:\d*|x[\da-fA-F]*)$/;
const longestCutReference = 12;

/** What a parser has not seen of a document, as far as it counts for the place in it. */
class SkippedText {
  readonly #parser: SaxesParser;
  #lines = 0;
  #columns = 0;
  /** The parser's line for which `columns` holds. */
  #line = 0;

  constructor(parser: SaxesParser) {
    this.#parser = parser;
  }

  get lines(): number {
    return this.#lines;
  }

  get columns(): number {
    return this.#parser.line === this.#line ? this.#columns : 0;
  }

  add(text: string): void {
    const line = text.lastIndexOf("\n") + 1;
    const characters = lengthInCharacters(text.slice(line));
    this.#columns = line === 0 ? this.columns + characters : characters - this.#parser.column;
    this.#lines += line === 0 ? 0 : text.split("\n").length - 1;
    this.#line = this.#parser.line;
  }
}

// The parser counts characters, not the halves that some consist of in JavaScript.
function lengthInCharacters(text: string): number {
  return text.length - (text.match(/[\ud800-\udbff]/g)?.length ?? 0);
}

// saxes puts line and column in front of its reasons and a full stop behind them. A long word is the document's.
function reasonOf({ message }: Error): string {
  return message
    .replace(/^\d+:\d+: /, "")
    .replace(/\.$/, "")
    .replace(/\S{81,}/g, shortened);
}
