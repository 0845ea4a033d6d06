import { SaxesParser } from "saxes";
import { XmlSyntaxError } from "./xml-syntax-error.ts";

/**
 * Makes a parser that knows namespaces and throws `XmlSyntaxError` at the first error. Like WCF's reader and writer, it
 * accepts a reference to any character: also to one that XML 1.0 forbids, and to half a surrogate pair.
 */
export function createXmlParser(): SaxesParser<{ xmlns: true }> {
  const parser = new SaxesParser({ xmlns: true });
  // The parser has no option for it. It calls `isChar` for references alone, and sets it again for a document's
  // version.
  Object.defineProperty(parser, "isChar", { get: () => isReferable, set: () => undefined });
  parser.on("error", ({ message }) => {
    // The parser puts the position before its message; its column is the number of characters read.
    const what = message.replace(/^\d+:\d+: /, "").replace(/\.$/, "");
    const { line, column } = parser;
    throw new XmlSyntaxError(`${what} at ${line}:${column}`, line, column);
  });
  return parser;
}

function isReferable(codePoint: number): boolean {
  return codePoint >= 0 && codePoint <= 0x10_ffff;
}

/** Returns the index of the tag whose ">" has just been read. In an attribute "<" is always a reference. */
export function tagStart(xml: string, { position }: ReturnType<typeof createXmlParser>): number {
  return xml.lastIndexOf("<", position - 1);
}

/** Adds each text, character references and CDATA resolved, to the innermost of the elements that are then open. */
export function gatherText(parser: ReturnType<typeof createXmlParser>, open: readonly { text: string }[]): void {
  const add = (text: string) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  };
  parser.on("text", add);
  parser.on("cdata", add);
}
