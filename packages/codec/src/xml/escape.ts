import { asXmlText, characterOutsideXml, SchemaError } from "@superoffice-soap/schema";

// Everything that cannot stand in element content as it is: markup, a CR (a parser would read it as LF), and what
// `characterOutsideXml` may refuse, which is looked at more closely.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find.
const special = /[&<>\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/;

/** The references that stand for characters, by character code. An array, because most look-ups find nothing. */
const references: readonly (string | undefined)[] = Object.assign(Array<string | undefined>(0x3f).fill(undefined), {
  13: "&#xD;",
  38: "&amp;",
  60: "&lt;",
  62: "&gt;",
});

/** The treatment of a character that XML 1.0 cannot carry: refuse it, or write U+FFFD. */
export type OutsideXml = "refuse" | "replace";

/** Returns a text as element content. Throws SchemaError when it has a character to refuse. */
export function escapeText(text: string, outsideXml: OutsideXml = "refuse"): string {
  if (!special.test(text)) return text;
  return escapeSpecial(outsideXml === "refuse" ? text : asXmlText(text));
}

/** Returns a text as the content of an attribute in double quotes. Throws SchemaError as `escapeText` does. */
export function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', "&quot;").replaceAll("\n", "&#xA;").replaceAll("\t", "&#x9;");
}

function escapeSpecial(text: string): string {
  let escaped = "";
  let copied = 0;
  let isChecked = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const reference = code < references.length ? references[code] : undefined;
    if (reference !== undefined) {
      escaped += text.slice(copied, i) + reference;
      copied = i + 1;
    } else if (isHighSurrogate(code) && isLowSurrogate(text.charCodeAt(i + 1))) {
      i++;
    } else if (!isChecked && (code < 0x20 || code >= 0xd800)) {
      assertXmlText(text);
      isChecked = true;
    }
  }
  return escaped + text.slice(copied);
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

// The text stays out of the message: it may be a secret.
function assertXmlText(text: string): void {
  const found = characterOutsideXml(text);
  if (found !== undefined) throw new SchemaError("text that XML can carry", found);
}
