// XML 1.0, 2.2 Char, the other way round.
const outsideXml = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
const allOutsideXml = new RegExp(outsideXml, "gu");

/** Whether XML 1.0 can carry a text: it has no way to write most control characters and half a surrogate pair. */
export function isXmlText(text: string): boolean {
  return !outsideXml.test(text);
}

/** The text with U+FFFD in place of each character that XML 1.0 cannot carry. */
export function asXmlText(text: string): string {
  return text.replace(allOutsideXml, "\ufffd");
}

/** The first character of a text that XML 1.0 cannot carry, as people write it: `U+0000`; `undefined` when there is none. */
export function characterOutsideXml(text: string): string | undefined {
  const found = outsideXml.exec(text)?.[0].codePointAt(0);
  return found === undefined ? undefined : `U+${found.toString(16).toUpperCase().padStart(4, "0")}`;
}
