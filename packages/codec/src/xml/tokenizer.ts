import type { Position } from "../decode-error.ts";
import type { Attributes } from "./attributes.ts";
import type { Scanner } from "./fast/scanner.ts";
import type { QualifiedName } from "./qualified-name.ts";

/** The receiver of a document's tokens, in document order. */
export interface TokenHandler {
  declaration(version: string, encoding: string | undefined): void;
  open(name: QualifiedName, attributes: Attributes): void;
  /**
   * Offers the content of the element that was opened last, when the tokenizer has all of it in memory. What the handler
   * reads with the scanner is not reported. It must stop before the element's end tag.
   */
  contentAhead(scanner: Scanner): void;
  /** Returns a reader of the items in the element that was opened last, when that is a list; else `undefined`. */
  itemsAhead(): ItemReader | undefined;
  /** Reports text of the innermost open element, references resolved, in the pieces in which it arrives. */
  text(text: string): void;
  close(): void;
  doctype(): void;
  /** Reports that the input is not well-formed. Must throw. */
  malformed(reason: string): never;
  /** Reports that the input exceeds a limit. Must throw. */
  exceeded(limit: string): never;
}

/** Reads the items that stand at the beginning of a text, which may break off anywhere. */
export type ItemReader = (text: string) => ItemsRead;

/** The outcome of reading a text with items. */
export interface ItemsRead {
  /** The length of the items that were read, in UTF-16 code units. */
  readonly length: number;
  /** True when another item may follow once more text has arrived. */
  readonly goesOn: boolean;
}

/** Turns characters into tokens, however the chunks are cut. Its position is the end of the last token. */
export interface Tokenizer extends Position {
  readonly write: (chunk: string) => void;
  /** Reads what was held back for the next chunk, so that the position is the end of the input. */
  readonly catchUp: () => void;
  /** Ends the document. */
  readonly end: () => void;
}

/** A tokenizer that can skip text that another reader has read. */
export interface SkippingTokenizer extends Tokenizer {
  /** Passes over whole elements without reporting them. */
  readonly skip: (text: string) => void;
}

/** Creates a tokenizer that reports to a handler. */
export type TokenizerFactory = (handler: TokenHandler) => Tokenizer;
