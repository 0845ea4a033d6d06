import { resolveReferences } from "../references.ts";
import { endOfSpace, indexOfDisallowed, isPerhapsUnusual } from "../xml-characters.ts";
import { type PlainTag, plainTag } from "./start-tag.ts";

/** The document needs the tokenizer that knows all of XML. */
export class FastPathUnsupported extends Error {
  override readonly name = "NotPlain";
}

// Characters that are unusual take longer to look at, and most documents have none.
function hasPlainText(text: string): boolean {
  return !(isPerhapsUnusual(text) && indexOfDisallowed(text) >= 0) && !text.includes("]]>");
}

const declaration = /^\ufeff?<\?xml version="1\.0"(?: encoding="[Uu][Tt][Ff]-8")?[ \t\n]*\?>/;

function endOfDeclaration(text: string): number {
  if (text.charCodeAt(1) !== questionMark && text.charCodeAt(0) !== byteOrderMark) return 0;
  return declaration.exec(text)?.[0].length ?? (text.charCodeAt(0) === byteOrderMark ? 1 : 0);
}

const slash = 0x2f;
const lessThan = 0x3c;
const greaterThan = 0x3e;
const questionMark = 0x3f;
const byteOrderMark = 0xfeff;

/** What the scanner stands before. */
export type Ahead = "start tag" | "end tag" | "text" | "end";

/**
 * Goes through a document of the plain kind that services send: elements, attributes, text and the references that
 * XML itself defines. Throws FastPathUnsupported as soon as it meets anything else, well-formed or not: comments, CDATA,
 * declarations inside, names beyond ASCII, carriage returns, mistakes. Which tags belong together is the reader's to see.
 */
export class PlainScanner {
  readonly #text: string;
  readonly #hasReferences: boolean;
  #at: number;

  #last: PlainTag | undefined;
  #breaksOff = false;

  private constructor(text: string, start: number) {
    // To look for one character takes no time.
    if (text.includes("\r")) throw new FastPathUnsupported();
    this.#hasReferences = text.includes("&");
    this.#text = text;
    this.#at = start;
  }

  /** Goes through a whole document, whose text is still to be checked. */
  static ofDocument(text: string): PlainScanner {
    return new PlainScanner(text, endOfDeclaration(text));
  }

  /** Goes through a part of a document, which starts between tags and may break off anywhere. */
  static ofPart(text: string): PlainScanner {
    const scanner = new PlainScanner(text, 0);
    scanner.checkText();
    return scanner;
  }

  /** Throws FastPathUnsupported when the text has a character or `]]>` that no plain document has, wherever it stands. */
  checkText(): void {
    if (!hasPlainText(this.#text)) throw new FastPathUnsupported();
  }

  /** How far it has come, in UTF-16 code units. */
  get at(): number {
    return this.#at;
  }

  /** Whether it threw because there was no more text. */
  get breaksOff(): boolean {
    return this.#breaksOff;
  }

  /** What comes next. */
  ahead(): Ahead {
    const text = this.#text;
    if (this.#at >= text.length) return "end";
    if (text.charCodeAt(this.#at) !== lessThan) return "text";
    return text.charCodeAt(this.#at + 1) === slash ? "end tag" : "start tag";
  }

  /** Skips white space. */
  skipSpace(): void {
    this.#at = endOfSpace(this.#text, this.#at);
  }

  /** Reads a start tag. */
  startTag(): PlainTag {
    const start = this.#at + 1;
    // One that has this character in an attribute ends too early here, and then is no tag.
    const end = this.#text.indexOf(">", start);
    if (end < 0) this.#breakOff();
    const tag = plainTag(this.#text.slice(start, end), this.#last);
    if (tag === undefined) throw new FastPathUnsupported();
    this.#at = end + 1;
    this.#last = tag;
    return tag;
  }

  /** Reads the start tag that comes next, white space before it skipped; `undefined` when an end tag comes instead. */
  nextChild(): PlainTag | undefined {
    const text = this.#text;
    if (text.charCodeAt(this.#at) !== lessThan) this.skipSpace();
    if (this.#at + 1 >= text.length) this.#breakOff();
    if (text.charCodeAt(this.#at) !== lessThan) throw new FastPathUnsupported();
    return text.charCodeAt(this.#at + 1) === slash ? undefined : this.startTag();
  }

  /** Reads the end tag of an element with this name. */
  endTag(name: string): void {
    const start = this.#at + 2;
    const end = start + name.length;
    const text = this.#text;
    if (end >= text.length) this.#breakOff();
    const isTag = text.charCodeAt(start - 2) === lessThan && text.charCodeAt(start - 1) === slash;
    if (!isTag || !text.startsWith(name, start) || text.charCodeAt(end) !== greaterThan)
      throw new FastPathUnsupported();
    this.#at = end + 1;
  }

  /** Reads the text up to the next tag, its references resolved. It may be empty. */
  content(): string {
    const end = this.#text.indexOf("<", this.#at);
    if (end < 0) this.#breakOff();
    const raw = this.#text.slice(this.#at, end);
    this.#at = end;
    return this.#hasReferences ? resolved(raw) : raw;
  }

  #breakOff(): never {
    this.#breaksOff = true;
    throw new FastPathUnsupported();
  }
}

function resolved(raw: string): string {
  const text = resolveReferences(raw);
  if (text === undefined) throw new FastPathUnsupported();
  return text;
}
