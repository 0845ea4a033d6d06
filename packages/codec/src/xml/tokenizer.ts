import type { Position } from "../errors.ts";
import type { Attributes } from "./attributes.ts";
import type { PlainScanner } from "./fast/scanner.ts";
import type { QualifiedName } from "./qualified-name.ts";

/** What a tokenizer reports, in document order. */
export interface TokenHandler {
  declaration(version: string, encoding: string | undefined): void;
  open(name: QualifiedName, attributes: Attributes): void;
  /**
   * Offers the content of the element that was opened last, where the tokenizer has the whole of it before it. What the
   * handler reads itself is not reported; it must stop before the element's end tag.
   */
  contentAhead(scanner: PlainScanner): void;
  /** How to read what stands in the element that was opened last, when that is a list; else `undefined`. */
  itemsAhead(): ItemReader | undefined;
  /** Text of the element that was opened last, references resolved, in as many pieces as it comes in. */
  text(text: string): void;
  close(): void;
  doctype(): void;
  /** The input is not well-formed. Must throw. */
  malformed(reason: string): never;
  /** The input is beyond what is read. Must throw. */
  exceeded(limit: string): never;
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
  /** Reads what is held back until more of it has come, so that the position is where the input ends. */
  readonly catchUp: () => void;
  /** Ends the document. */
  readonly end: () => void;
}

/** A tokenizer that can be told that another reader has read on. */
export interface SkippingTokenizer extends Tokenizer {
  /** Passes over whole elements without reporting them. */
  readonly skip: (text: string) => void;
}

/** Makes a tokenizer that reports to a handler. */
export type TokenizerFactory = (handler: TokenHandler) => Tokenizer;
