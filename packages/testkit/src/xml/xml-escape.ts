import { isXmlText } from "@superoffice-soap/schema";

/** Escapes an element's text. A character that XML cannot carry becomes a reference, which WCF reads and writes too. */
export function escapedText(text: string): string {
  const markup = text.replaceAll(/[&<>\r]/g, (character) => markupOf[character] ?? referenceTo(character));
  return isXmlText(markup) ? markup : Array.from(markup, (one) => (isXmlText(one) ? one : referenceTo(one))).join("");
}

/** Escapes an attribute's value, for double quotes around it. */
export function escapedAttribute(value: string): string {
  return escapedText(value)
    .replaceAll('"', "&quot;")
    .replaceAll(/[\t\n]/g, referenceTo);
}

const markupOf: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

function referenceTo(character: string): string {
  return `&#x${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()};`;
}
