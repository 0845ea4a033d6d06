import { shortened } from "@superoffice-soap/schema";
import { fastStartTag, maxTagLength, type StartTag } from "./fast/start-tag.ts";
import { type Refuse, readStartTag, type StartTagRead } from "./read-start-tag.ts";
import { referenceProblem, resolveReferences, startOfCutReference, type TextProblem } from "./references.ts";
import { TextPosition } from "./text-position.ts";
import type { SkippingTokenizer, TokenHandler } from "./tokenizer.ts";
import {
  endOfName,
  endOfSpace,
  indexOfDisallowed,
  isPerhapsUnusual,
  isSpace,
  withLineFeeds,
} from "./xml-characters.ts";
import { declarationOf } from "./xml-declaration.ts";

/** The length of the parts that chunks are read in, in UTF-16 code units: small, so that their garbage stays young. */
const partLength = 0x10000;

/** The number of parts for which an incomplete tag is tried each time; from then on, only when it has doubled. */
const patience = 64;

/** The construct that the tokenizer is inside of, apart from the open elements. */
type Construct = "content" | "comment" | "cdata" | "instruction";

const exclamationMark = 0x21;
const slash = 0x2f;
const lessThan = 0x3c;
const greaterThan = 0x3e;
const questionMark = 0x3f;
const byteOrderMark = 0xfeff;

const textOutside = "text data outside of root node";
const notInInstruction = "disallowed character in processing instruction name";

/**
 * A tokenizer for all of XML 1.0 except document types. It reports text in the pieces in which it arrives and keeps nothing
 * of comments and processing instructions, so that the cost of a document is bounded by its length.
 */
export class XmlTokenizer implements SkippingTokenizer {
  readonly #handler: TokenHandler;
  readonly #position = new TextPosition();
  readonly #refuse: Refuse;
  readonly #exceed: Refuse;
  /** The text that is read now: what was held back, and the new part. */
  #text = "";
  /** The index in `#text` up to which it was read. */
  #at = 0;
  /** The text that cannot be read before the next part arrives. */
  #held = "";
  /** A carriage return or high surrogate at the end of a part, which may belong with the next part. */
  #carried = "";
  #construct: Construct = "content";
  /** The names of the open elements, as written. */
  readonly #open: string[] = [];
  #lastTag: StartTag | undefined;
  #hasBegun = false;
  #mayDeclare = true;
  #hasRoot = false;
  /** The number of attempts to read the held-back tag, and its length at the last attempt. */
  #tries = 0;
  #triedLength = 0;

  constructor(handler: TokenHandler) {
    this.#handler = handler;
    this.#refuse = (reason, end) => {
      this.#passTo(Math.min(end, this.#text.length));
      return this.#handler.malformed(reason.replace(/\S{81,}/g, shortened));
    };
    this.#exceed = (limit, end) => {
      this.#passTo(end);
      return this.#handler.exceeded(limit);
    };
  }

  get line(): number {
    return this.#position.line;
  }

  get column(): number {
    return this.#position.column;
  }

  write(chunk: string): void {
    for (let at = 0; at < chunk.length; at += partLength) this.#take(chunk.slice(at, at + partLength));
  }

  skip(text: string): void {
    this.#position.passLong(text);
  }

  catchUp(): void {
    if (this.#carried === "\r") {
      this.#carried = "";
      this.#readOn("\n");
    }
    this.#readOn("", true);
    this.#position.pass(this.#held + this.#carried);
  }

  end(): void {
    if (!this.#hasRoot) this.#handler.malformed("document must contain a root element");
    const isInside = this.#construct !== "content" || this.#held !== "" || this.#carried !== "";
    if (isInside) this.#handler.malformed("unexpected end");
  }

  #take(part: string): void {
    let text = this.#carried + part;
    const last = text.charCodeAt(text.length - 1);
    const isOpen = last === 0x0d || (last >= 0xd800 && last <= 0xdbff);
    this.#carried = isOpen ? text.slice(-1) : "";
    if (isOpen) text = text.slice(0, -1);
    if (!isPerhapsUnusual(text)) return this.#readOn(text);
    const wrong = indexOfDisallowed(text);
    if (wrong < 0) return this.#readOn(withLineFeeds(text));
    this.#carried = "";
    this.#readOn(withLineFeeds(text.slice(0, wrong)));
    this.catchUp();
    this.#position.pass(" ");
    this.#handler.malformed("disallowed character");
  }

  // Reads the held-back text and a part, and holds back what cannot be read before more arrives.
  #readOn(part: string, isLast = false): void {
    const text = this.#held + part;
    if (!isLast && this.#mustWait(part, text.length)) {
      this.#held = text;
      return;
    }
    this.#text = text;
    this.#at = 0;
    if (!this.#hasBegun) this.#begin();
    while (this.#at < this.#text.length && this.#step()) {}
    this.#tries = this.#at === 0 ? this.#tries + 1 : 0;
    this.#held = text.slice(this.#at);
    this.#triedLength = this.#held.length;
    this.#text = "";
    this.#at = 0;
  }

  // A tag that arrives in many small parts is not reread from its start for each.
  #mustWait(part: string, length: number): boolean {
    if (this.#construct !== "content" || length > maxTagLength || this.#held.charCodeAt(0) !== lessThan) return false;
    return this.#held.length > 1 && (!/[<>]/.test(part) || (this.#tries >= patience && length < 2 * this.#triedLength));
  }

  #begin(): void {
    if (this.#text === "") return;
    this.#hasBegun = true;
    if (this.#text.charCodeAt(0) !== byteOrderMark) return;
    this.#passTo(1);
    this.#mayDeclare = true;
  }

  #passTo(end: number): void {
    this.#position.pass(this.#text, this.#at, end);
    this.#at = end;
    this.#mayDeclare = false;
  }

  // Reads up to the end of a token. Returns false when it needs more text.
  #step(): boolean {
    switch (this.#construct) {
      case "content":
        return this.#text.charCodeAt(this.#at) === lessThan ? this.#markup() : this.#content();
      case "cdata":
        return this.#cdata();
      case "comment":
        return this.#comment();
      case "instruction":
        return this.#instruction();
    }
  }

  // A construct that begins with `<` is read when all of it has arrived.
  #markup(): boolean {
    const whole = this.#text;
    const isTooLong = whole.length - this.#at > maxTagLength;
    // Looks at no more than the limit, so that the outcome does not depend on how the document was cut.
    const text = isTooLong ? whole.slice(0, this.#at + maxTagLength) : whole;
    const isRead = this.#markupIn(text);
    if (!isRead && isTooLong) this.#handler.exceeded(`a tag of more than ${maxTagLength} characters`);
    return isRead;
  }

  #markupIn(text: string): boolean {
    if (this.#at + 1 === text.length) return false;
    switch (text.charCodeAt(this.#at + 1)) {
      case slash:
        return this.#endTag(text);
      case exclamationMark:
        return this.#exclamation(text);
      case questionMark:
        return this.#startInstruction(text);
      default:
        return this.#startTag(text);
    }
  }

  #startTag(text: string): boolean {
    const end = text.indexOf(">", this.#at);
    const plain = end < 0 ? undefined : fastStartTag(text.slice(this.#at + 1, end), this.#lastTag);
    if (plain !== undefined) {
      this.#lastTag = plain;
      return this.#startElement(plain, end + 1);
    }
    const tag = readStartTag(text, this.#at, this.#refuse, this.#exceed);
    return tag !== undefined && this.#startElement(tag, tag.end);
  }

  #startElement({ name, attributes, isEmpty }: StartTag | StartTagRead, end: number): boolean {
    this.#passTo(end);
    if (this.#open.length === 0 && this.#hasRoot) this.#handler.malformed("documents may contain only one root");
    this.#hasRoot = true;
    this.#handler.open(name, attributes);
    if (isEmpty) this.#handler.close();
    else this.#open.push(name.text);
    return true;
  }

  #endTag(text: string): boolean {
    const start = this.#at + 2;
    const open = this.#open.at(-1);
    const expectedEnd = start + (open?.length ?? 0);
    const isExpected = open !== undefined && text.startsWith(open, start);
    if (isExpected && text.charCodeAt(expectedEnd) === greaterThan) return this.#endElement(expectedEnd + 1);
    const nameEnd = endOfName(text, start);
    const end = endOfSpace(text, nameEnd);
    if (end === text.length) return false;
    if (nameEnd === start || text.charCodeAt(end) !== greaterThan) {
      return this.#refuse("disallowed character in closing tag", end + 1);
    }
    if (text.slice(start, nameEnd) !== open) return this.#refuse("unexpected close tag", end + 1);
    return this.#endElement(end + 1);
  }

  #endElement(end: number): boolean {
    this.#passTo(end);
    this.#open.pop();
    this.#handler.close();
    return true;
  }

  #exclamation(text: string): boolean {
    const start = this.#at + 2;
    if (text.startsWith("--", start)) return this.#enter("comment", start + 2);
    if (text.startsWith(cdataStart, start)) {
      if (this.#open.length === 0) this.#refuse(textOutside, start + cdataStart.length);
      return this.#enter("cdata", start + cdataStart.length);
    }
    if (text.startsWith(doctypeStart, start)) {
      this.#passTo(start + doctypeStart.length);
      this.#handler.doctype();
    }
    const rest = text.slice(start, start + doctypeStart.length);
    if (["--", cdataStart, doctypeStart].some((begin) => begin.startsWith(rest))) return false;
    return this.#refuse("incorrect syntax", start + rest.length);
  }

  #enter(construct: Construct, end: number): boolean {
    this.#passTo(end);
    this.#construct = construct;
    return true;
  }

  #startInstruction(text: string): boolean {
    const start = this.#at + 2;
    const end = endOfName(text, start);
    if (end === text.length) return false;
    const code = text.charCodeAt(end);
    if (end === start) {
      const isBlank = code === questionMark || isSpace(code);
      return this.#refuse(isBlank ? "processing instruction without a target" : notInInstruction, end + 1);
    }
    const target = text.slice(start, end);
    if (target === "xml" && this.#mayDeclare) return this.#declaration(text);
    if (target.length === 3 && target.toLowerCase() === "xml")
      this.#refuse("an XML declaration must be at the start of the document", end);
    // Namespaces in XML 1.0, 7.
    if (target.includes(":")) this.#refuse(notInInstruction, end);
    if (isSpace(code)) return this.#enter("instruction", end + 1);
    if (code === questionMark && end + 1 === text.length) return false;
    if (!text.startsWith("?>", end)) return this.#refuse(notInInstruction, end + 1);
    return this.#enter("content", end + 2);
  }

  #declaration(text: string): boolean {
    const end = text.indexOf("?>", this.#at) + 2;
    if (end === 1) return false;
    const declared = declarationOf(text.slice(this.#at, end));
    if (declared === undefined) return this.#refuse("malformed XML declaration", end);
    this.#passTo(end);
    this.#handler.declaration(declared.version, declared.encoding);
    return true;
  }

  #instruction(): boolean {
    return this.#passUntil("?>", "?");
  }

  #comment(): boolean {
    const start = this.#text.indexOf("--", this.#at);
    // Two hyphens end a comment, or are a mistake.
    if (start >= 0 && start + 2 < this.#text.length && this.#text.charCodeAt(start + 2) !== greaterThan) {
      return this.#refuse("malformed comment", start + 3);
    }
    return this.#passUntil("-->", "--");
  }

  #cdata(): boolean {
    const start = this.#at;
    const end = this.#text.indexOf("]]>", start);
    const textEnd = end < 0 ? this.#text.length - lengthOfBeginning(this.#text, "]]") : end;
    if (textEnd > start) {
      const text = this.#text.slice(start, textEnd);
      this.#passTo(textEnd);
      this.#handler.text(text);
    }
    return end >= 0 && this.#enter("content", end + "]]>".length);
  }

  // Passes over everything up to and including an end mark, which may itself be cut in two.
  #passUntil(mark: string, beginning: string): boolean {
    const end = this.#text.indexOf(mark, this.#at);
    if (end >= 0) return this.#enter("content", end + mark.length);
    this.#passTo(Math.max(this.#at, this.#text.length - lengthOfBeginning(this.#text, beginning)));
    return false;
  }

  // Reads text up to the next markup, or to the end of what has arrived.
  #content(): boolean {
    const markup = this.#text.indexOf("<", this.#at);
    if (this.#open.length === 0) return this.#outside(markup < 0 ? this.#text.length : markup);
    const end = markup < 0 ? this.#endOfWholeText() : markup;
    if (end > this.#at) this.#reportText(this.#text.slice(this.#at, end));
    return markup >= 0;
  }

  #outside(end: number): boolean {
    const textStart = endOfSpace(this.#text, this.#at);
    if (textStart < end) this.#refuse(textOutside, textStart + 1);
    this.#passTo(end);
    return true;
  }

  // Returns the end of a text of which more may come: before a reference that is cut, or before a possible `]]>`.
  #endOfWholeText(): number {
    const text = this.#text.slice(this.#at);
    const reference = startOfCutReference(text);
    if (reference < text.length) return this.#at + reference;
    return this.#text.length - lengthOfBeginning(text, "]]");
  }

  #reportText(raw: string): void {
    const text = raw.includes("]]>") ? undefined : resolveReferences(raw);
    if (text === undefined) return this.#refuseText(raw);
    this.#passTo(this.#at + raw.length);
    this.#handler.text(text);
  }

  // The handler sees the text before the mistake first, however the document was cut.
  #refuseText(raw: string): void {
    const { reason, start, end } = problemOf(raw);
    const from = this.#at;
    const before = resolveReferences(raw.slice(0, start)) ?? "";
    this.#passTo(from + start);
    if (before !== "") this.#handler.text(before);
    this.#refuse(reason, from + end);
  }
}

const cdataStart = "[CDATA[";
const doctypeStart = "DOCTYPE";

/** Returns the length of the beginning of `mark`, one character repeated, that a text ends with. */
function lengthOfBeginning(text: string, mark: string): number {
  let length = mark.length;
  while (!text.endsWith(mark.slice(0, length))) length--;
  return length;
}

// Returns the first mistake in a text that has one.
function problemOf(raw: string): TextProblem {
  const start = raw.indexOf("]]>");
  const end = start + "]]>".length;
  const brackets = { reason: 'the string "]]>" is disallowed in char data', start, end };
  return referenceProblem(start < 0 ? raw : raw.slice(0, start)) ?? brackets;
}
