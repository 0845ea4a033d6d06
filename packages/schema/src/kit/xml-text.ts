// The complement of Char (XML 1.0, 2.2).
const outsideXml = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
const allOutsideXml = new RegExp(outsideXml, "gu");

/** Tells whether XML 1.0 can carry a text. It cannot carry most control characters, nor a lone surrogate. */
export function isXmlText(text: string): boolean {
  return !outsideXml.test(text);
}

/** Returns the text with U+FFFD instead of each character that XML 1.0 cannot carry. */
export function asXmlText(text: string): string {
  return text.replace(allOutsideXml, "\ufffd");
}

/** Returns the first character of a text that XML 1.0 cannot carry, in the form `U+0000`; `undefined` when there is none. */
export function characterOutsideXml(text: string): string | undefined {
  const found = outsideXml.exec(text)?.[0].codePointAt(0);
  return found === undefined ? undefined : `U+${found.toString(16).toUpperCase().padStart(4, "0")}`;
}
