import { SchemaError } from "@superoffice-soap/schema";
import { quoted } from "../errors.ts";

// Everything that cannot stand in element content as it is: markup, a CR (a parser would read it as LF), characters
// outside of XML 1.0 (2.2 Char), and surrogates, which are looked at more closely.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find.
const special = /[&<>\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find.
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

const references: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;" };

/** A text as element content. Throws SchemaError when it has a character that XML 1.0 cannot carry. */
export function escapeText(text: string): string {
  return special.test(text) ? escapeSpecial(text) : text;
}

/** A text as the content of an attribute in double quotes. Throws SchemaError as `escapeText` does. */
export function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', "&quot;").replaceAll("\n", "&#xA;").replaceAll("\t", "&#x9;");
}

function escapeSpecial(text: string): string {
  const culprit = forbidden.exec(text);
  if (culprit !== null) throw new SchemaError("text that XML can carry", describe(text, culprit.index));
  return text.replace(/[&<>\r]/g, (character) => references[character] ?? character);
}

function describe(text: string, index: number): string {
  const code = text.charCodeAt(index).toString(16).toUpperCase().padStart(4, "0");
  return `U+${code} in ${quoted(text)}`;
}
