import { resolveReferences } from "../references.ts";
import { endOfSpace, indexOfDisallowed, isPerhapsUnusual } from "../xml-characters.ts";
import { fastStartTag, type StartTag } from "./start-tag.ts";

/** Thrown by the fast path when the document is not plain, so that XmlTokenizer must read it. */
export class FastPathUnsupported extends Error {
  override readonly name = "FastPathUnsupported";
}

// The exact check is slower, and most documents have no unusual character.
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

/** The kind of token that comes next. */
export type Ahead = "start tag" | "end tag" | "text" | "end";

/**
 * The scanner of the fast path.
 *
 * A document is plain when it holds only what services normally send: elements and attributes with ASCII names, text, the
 * references that XML itself defines, and at most a UTF-8 declaration at the start. The scanner throws FastPathUnsupported
 * as soon as it meets anything else, well-formed or not: comments, CDATA, processing instructions, other names, carriage
 * returns, mistakes. `DocumentTokenizer` and the readers in `decode/fast` throw it too, for elements that the contract does
 * not know. The decoder then starts again with `XmlTokenizer` (for a stream: from the first item that is not plain on), so a
 * document that is not plain costs time, but its value, warnings and errors always come from one tokenizer. Plain
 * documents, nearly all in practice, take less than half the time (`npm run bench -- decode`).
 *
 * The caller checks that start and end tags match.
 */
export class Scanner {
  readonly #text: string;
  readonly #hasReferences: boolean;
  #at: number;

  #last: StartTag | undefined;
  #breaksOff = false;

  private constructor(text: string, start: number) {
    // Searching for one character is nearly free.
    if (text.includes("\r")) throw new FastPathUnsupported();
    this.#hasReferences = text.includes("&");
    this.#text = text;
    this.#at = start;
  }

  /** Scans a whole document. The caller must still call `checkText`. */
  static ofDocument(text: string): Scanner {
    return new Scanner(text, endOfDeclaration(text));
  }

  /** Scans a part of a document that starts between tags and may break off anywhere. */
  static ofPart(text: string): Scanner {
    const scanner = new Scanner(text, 0);
    scanner.checkText();
    return scanner;
  }

  /** Checks all of the text. Throws FastPathUnsupported for a character, or `]]>`, that no plain document has. */
  checkText(): void {
    if (!hasPlainText(this.#text)) throw new FastPathUnsupported();
  }

  /** The index of the next token, in UTF-16 code units. */
  get at(): number {
    return this.#at;
  }

  /** True when it threw because the text ended. */
  get breaksOff(): boolean {
    return this.#breaksOff;
  }

  /** Returns the kind of the next token without reading it. */
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
  startTag(): StartTag {
    const start = this.#at + 1;
    // A tag with this character in an attribute is cut short here, and then is not plain.
    const end = this.#text.indexOf(">", start);
    if (end < 0) this.#breakOff();
    const tag = fastStartTag(this.#text.slice(start, end), this.#last);
    if (tag === undefined) throw new FastPathUnsupported();
    this.#at = end + 1;
    this.#last = tag;
    return tag;
  }

  /** Skips white space and reads the next start tag; returns `undefined` when an end tag comes instead. */
  nextChild(): StartTag | undefined {
    const text = this.#text;
    if (text.charCodeAt(this.#at) !== lessThan) this.skipSpace();
    if (this.#at + 1 >= text.length) this.#breakOff();
    if (text.charCodeAt(this.#at) !== lessThan) throw new FastPathUnsupported();
    return text.charCodeAt(this.#at + 1) === slash ? undefined : this.startTag();
  }

  /** Reads the end tag of an element with this name. Throws FastPathUnsupported for anything else. */
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

  /** Reads the text up to the next tag, which may be empty, and resolves its references. */
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
