/** A name, from `lastIndex` on (XML 1.0, 2.3). */
const name =
  /[:A-Z_a-z\u{C0}-\u{D6}\u{D8}-\u{F6}\u{F8}-\u{2FF}\u{370}-\u{37D}\u{37F}-\u{1FFF}\u{200C}-\u{200D}\u{2070}-\u{218F}\u{2C00}-\u{2FEF}\u{3001}-\u{D7FF}\u{F900}-\u{FDCF}\u{FDF0}-\u{FFFD}\u{10000}-\u{EFFFF}][-.0-9:A-Z_a-z\u{B7}\u{C0}-\u{D6}\u{D8}-\u{F6}\u{F8}-\u{37D}\u{37F}-\u{1FFF}\u{200C}-\u{200D}\u{203F}\u{2040}\u{2070}-\u{218F}\u{2C00}-\u{2FEF}\u{3001}-\u{D7FF}\u{F900}-\u{FDCF}\u{FDF0}-\u{FFFD}\u{10000}-\u{EFFFF}]*/uy;

/** Returns the end of the name that begins at `start`; `start` where none begins. */
export function endOfName(text: string, start: number): number {
  const end = endOfAsciiName(text, start);
  // Behind the text there is NaN.
  if (!(text.charCodeAt(end) > lastAscii)) return end;
  name.lastIndex = start;
  return name.test(text) ? name.lastIndex : start;
}

const lastAscii = 0x7f;

// Returns the end of a name of ASCII characters alone.
function endOfAsciiName(text: string, start: number): number {
  let at = start;
  if (!beginsName(text.charCodeAt(at))) return at;
  do at++;
  while (goesOnInName(text.charCodeAt(at)));
  return at;
}

function beginsName(code: number): boolean {
  // Letters of either case, `_` and `:`.
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || code === 0x3a;
}

function goesOnInName(code: number): boolean {
  // Digits, `-` and `.` too.
  return beginsName(code) || (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2e;
}

/** Returns the end of the white space that begins at `start`; `start` where there is none. */
export function endOfSpace(text: string, start: number): number {
  let at = start;
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** Tells whether a character is white space in a text whose line ends are line feeds (XML 1.0, 2.3 and 2.11). */
export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09;
}

// Of the characters that `isXmlText` of the schemas takes, the opposite; and carriage returns, which are rewritten.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find.
const perhapsUnusual = /[\u0000-\u0008\u000b-\u001f\ud800-\udfff\ufffe\uffff]/;

/** Tells whether a text has a carriage return or a surrogate, or a character that a document may not have. */
export function isPerhapsUnusual(text: string): boolean {
  return perhapsUnusual.test(text);
}

const disallowed = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** Returns the index of the first character that a document may not have as it is; -1 when there is none (XML 1.0, 2.2). */
export function indexOfDisallowed(text: string): number {
  return text.search(disallowed);
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Returns the text, which has no lone surrogates, with a line feed for each line end (XML 1.0, 2.11). Works on bytes, since
 * `String.replace` takes a microsecond for each line end (`npm run bench -- hostile-text`).
 */
export function withLineFeeds(text: string): string {
  if (!text.includes("\r")) return text;
  const bytes = encoder.encode(text);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === 0x0d && bytes[at + 1] === 0x0a) continue;
    bytes[length++] = byte === 0x0d ? 0x0a : byte;
  }
  return decoder.decode(bytes.subarray(0, length));
}
