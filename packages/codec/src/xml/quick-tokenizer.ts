import type { TokenHandler, Tokenizer } from "./tokenizer.ts";

/** The document needs the tokenizer that knows all of XML. */
class NotPlain extends Error {
  override readonly name = "NotPlain";
}

/**
 * A tokenizer that takes a whole document in one chunk and reads the plain kind that services send: elements,
 * attributes, text and the references that XML itself defines. Its `write` throws NotPlain as soon as it meets anything
 * else, well-formed or not: comments, CDATA, declarations inside, names beyond ASCII, carriage returns, mistakes. The
 * document is then to be read anew by the other tokenizer, which also knows places; so what is refused, and in which
 * words, has one source.
 */
export function createQuickTokenizer(handler: TokenHandler): Tokenizer {
  return {
    write: (text) => {
      if (!new QuickTokenizer(text, endOfDeclaration(text), handler).run()) throw new NotPlain();
    },
    end: () => {},
    line: 0,
    column: 0,
  };
}

// Characters that XML forbids, line ends that it rewrites, and what may be one half of a character.
const unusual =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find.
  /[\u0000-\u0008\u000b-\u001f\ud800-\udfff\ufffe\uffff]|\]\]>/;

const declaration = /^\ufeff?<\?xml version="1\.0"(?: encoding="[Uu][Tt][Ff]-8")?\s*\?>/;

function endOfDeclaration(text: string): number {
  return declaration.exec(text)?.[0].length ?? (text.startsWith("\ufeff") ? 1 : 0);
}

const startOfTag = /([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)/y;
const nextAttribute =
  /[ \t\n]+([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)[ \t\n]*=[ \t\n]*(?:"([ !#-%'-;=-~\u00a0-\ud7ff]*)"|'([ -%(-;=-~\u00a0-\ud7ff]*)')/y;
const endOfTag = /[ \t\n]*(\/?)>/y;
const noAttributes: Readonly<Record<string, string>> = Object.freeze(Object.create(null));

const slash = 0x2f;
const colon = 0x3a;
const greaterThan = 0x3e;

const startsName = 1;
const goesOnInName = 2;
const nameCharacters = new Uint8Array(128);
for (const character of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_") markCharacter(character, startsName);
for (const character of "0123456789.-") markCharacter(character, goesOnInName);

function markCharacter(character: string, kind: number): void {
  nameCharacters[character.charCodeAt(0)] = kind;
}

/** Where a name that starts at a place ends, when it is plain and `>` follows it; else -1. */
function endOfName(text: string, start: number): number {
  if (nameCharacters[text.charCodeAt(start)] !== startsName) return -1;
  let prefixed = false;
  for (let at = start + 1; ; at++) {
    const code = text.charCodeAt(at);
    if (code === greaterThan) return at;
    if (code === colon && !prefixed) {
      prefixed = true;
      at++;
      if (nameCharacters[text.charCodeAt(at)] !== startsName) return -1;
    } else if (!nameCharacters[code]) {
      return -1;
    }
  }
}

class QuickTokenizer {
  readonly #text: string;
  readonly #handler: TokenHandler;
  readonly #open: string[] = [];
  #at: number;
  #rootSeen = false;

  constructor(text: string, start: number, handler: TokenHandler) {
    this.#text = text;
    this.#at = start;
    this.#handler = handler;
  }

  run(): boolean {
    const text = this.#text;
    while (true) {
      const less = text.indexOf("<", this.#at);
      if (!this.#content(less < 0 ? text.length : less)) return false;
      if (less < 0) return this.#rootSeen && this.#open.length === 0;
      const fine = text.charCodeAt(less + 1) === slash ? this.#endTag(less) : this.#startTag(less);
      if (!fine) return false;
    }
  }

  #content(end: number): boolean {
    if (end === this.#at) return true;
    const raw = this.#text.slice(this.#at, end);
    if (this.#open.length === 0) return /^[ \t\n]*$/.test(raw);
    if (unusual.test(raw)) return false;
    const text = raw.includes("&") ? resolveReferences(raw) : raw;
    if (text === undefined) return false;
    this.#handler.text(text);
    return true;
  }

  #endTag(less: number): boolean {
    const name = this.#open.pop();
    const end = less + 2 + (name?.length ?? 0);
    if (name === undefined || this.#text[end] !== ">" || !this.#text.startsWith(name, less + 2)) return false;
    this.#at = end + 1;
    this.#handler.close();
    return true;
  }

  #startTag(less: number): boolean {
    if (this.#open.length === 0 && this.#rootSeen) return false;
    this.#rootSeen = true;
    const end = endOfName(this.#text, less + 1);
    if (end < 0) return this.#tagWithMore(less + 1);
    const name = this.#text.slice(less + 1, end);
    this.#at = end + 1;
    this.#open.push(name);
    this.#handler.open(name, noAttributes);
    return true;
  }

  // A tag that has attributes, or is its own end.
  #tagWithMore(start: number): boolean {
    const name = this.#match(startOfTag, start)?.[1];
    if (name === undefined) return false;
    const attributes = this.#attributes();
    const end = attributes && this.#match(endOfTag, this.#at);
    if (attributes === undefined || end === undefined) return false;
    this.#open.push(name);
    this.#handler.open(name, attributes);
    if (end[1] === "/") {
      this.#open.pop();
      this.#handler.close();
    }
    return true;
  }

  #attributes(): Record<string, string> | undefined {
    const attributes: Record<string, string> = Object.create(null);
    let found = this.#match(nextAttribute, this.#at);
    while (found !== undefined) {
      const [, name = "", inDouble, inSingle] = found;
      if (name in attributes) return undefined;
      attributes[name] = inDouble ?? inSingle ?? "";
      found = this.#match(nextAttribute, this.#at);
    }
    return attributes;
  }

  #match(pattern: RegExp, at: number): RegExpExecArray | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(this.#text);
    if (found === null) return undefined;
    this.#at = pattern.lastIndex;
    return found;
  }
}

const named: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** The text with its references resolved; `undefined` when one of them is none of XML's own, or forbidden. */
function resolveReferences(raw: string): string | undefined {
  let fine = true;
  const text = raw.replace(/&([^;&]*)(;?)/g, (_, name: string, semicolon: string) => {
    const character = semicolon === "" ? undefined : (named.get(name) ?? numbered(name));
    fine &&= character !== undefined;
    return character ?? "";
  });
  return fine ? text : undefined;
}

function numbered(name: string): string | undefined {
  const [, hexadecimal, decimal] = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name) ?? [];
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
  return isCharacter(code) ? String.fromCodePoint(code) : undefined;
}

// XML 1.0, 2.2 Char.
function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}
