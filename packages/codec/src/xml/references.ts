import { endOfName } from "./xml-characters.ts";

/** A problem of a text. */
export interface TextProblem {
  readonly reason: string;
  /** The start of the culprit, in UTF-16 code units. */
  readonly start: number;
  /** The end of the culprit, as far as it was read. */
  readonly end: number;
}

/** The length of the longest reference that is read, in characters; XML sets no bound. */
const maxReferenceLength = 256;

const ampersand = 0x26;
const numberSign = 0x23;
const semicolon = 0x3b;
const greatestCodePoint = 0x10ffff;

/** The number of pieces that are gathered before they are joined: a text of references alone must not become a rope of as many nodes. */
const batchPieces = 4096;

/**
 * Returns the text with its references resolved; `undefined` when one is not well-formed. Any number up to U+10FFFF stands
 * for a character, also where XML 1.0 forbids it: WCF writes and reads control characters so, and others write a
 * character beyond U+FFFF as two surrogates, which are one character side by side. A surrogate alone is given as it is.
 */
export function resolveReferences(raw: string): string | undefined {
  let at = raw.indexOf("&");
  if (at < 0) return raw;
  let text = "";
  let pieces: string[] = [];
  let copied = 0;
  while (at >= 0) {
    const end = endOfReference(raw, at);
    const character = end === undefined ? undefined : characterOf(raw, at, end);
    if (end === undefined || character === undefined) return undefined;
    if (copied < at) pieces.push(raw.slice(copied, at));
    pieces.push(character);
    if (pieces.length >= batchPieces) {
      text += pieces.join("");
      pieces = [];
    }
    copied = end;
    at = raw.charCodeAt(end) === ampersand ? end : raw.indexOf("&", end);
  }
  pieces.push(raw.slice(copied));
  return text + pieces.join("");
}

/** Returns the problem of the first reference that is not well-formed; `undefined` when all are. */
export function referenceProblem(raw: string): TextProblem | undefined {
  for (let start = raw.indexOf("&"); start >= 0; start = raw.indexOf("&", start + 1)) {
    const end = endOfReference(raw, start);
    if (end === undefined || characterOf(raw, start, end) === undefined) return { ...problemAt(raw, start), start };
  }
  return undefined;
}

/** Returns the start of the reference, perhaps a well-formed one, that the text breaks off in; the text's length if there is none. */
export function startOfCutReference(text: string): number {
  const start = text.lastIndexOf("&");
  if (start < 0 || text.length - start >= maxReferenceLength) return text.length;
  return cutReference.test(text.slice(start)) && mayBeName(text, start) ? start : text.length;
}

const cutReference = /^&(?:#(?:\d*|x[\da-fA-F]*)|[^#;]*)$/;

function mayBeName(text: string, start: number): boolean {
  return (
    start + 1 === text.length || text.charCodeAt(start + 1) === numberSign || endOfName(text, start + 1) === text.length
  );
}

// Returns the end of a reference, behind its semicolon; `undefined` when it has none nearby.
function endOfReference(text: string, start: number): number | undefined {
  const last = Math.min(text.length, start + maxReferenceLength);
  for (let at = start + 1; at < last; at++) {
    const code = text.charCodeAt(at);
    if (code === semicolon) return at + 1;
    // Those that are well-formed consist of ASCII letters and digits, behind a number sign perhaps.
    if (!(code >= 0x30 && code <= 0x7a) && !(code === numberSign && at === start + 1)) return undefined;
  }
  return undefined;
}

const named: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

function characterOf(text: string, start: number, end: number): string | undefined {
  if (text.charCodeAt(start + 1) !== numberSign) return named.get(text.slice(start + 1, end - 1));
  const isHexadecimal = text[start + 2] === "x";
  const code = numberOf(text, start + (isHexadecimal ? 3 : 2), end - 1, isHexadecimal ? 16 : 10);
  return code <= greatestCodePoint ? String.fromCodePoint(code) : undefined;
}

// NaN where there are no digits, or not only digits.
function numberOf(text: string, start: number, end: number, base: 10 | 16): number {
  if (start === end) return Number.NaN;
  let number = 0;
  for (let at = start; at < end; at++) {
    const digit = digitOf(text.charCodeAt(at));
    if (digit >= base) return Number.NaN;
    number = number * base + digit;
  }
  return number;
}

function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : Number.POSITIVE_INFINITY;
}

function problemAt(text: string, start: number): Omit<TextProblem, "start"> {
  const isNumber = text.charCodeAt(start + 1) === numberSign;
  const limit = Math.min(text.length, start + maxReferenceLength);
  const nameEnd = isNumber ? (endOfReference(text, start) ?? limit) - 1 : Math.min(endOfName(text, start + 1), limit);
  const isEnded = text.charCodeAt(nameEnd) === semicolon;
  const end = Math.min(nameEnd + 1, limit);
  if (isNumber) return { reason: "malformed character entity", end };
  if (nameEnd === start + 1)
    return { reason: isEnded ? "empty entity name" : "disallowed character in entity name", end };
  const isName = isEnded || nameEnd === limit;
  return { reason: isName ? "undefined entity" : "disallowed character in entity name", end };
}
