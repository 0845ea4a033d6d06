import { SaxesParser } from "saxes";
import { XmlSyntaxError } from "./xml-syntax-error.ts";

/**
 * A parser that knows namespaces and throws `XmlSyntaxError` at the first error. Like WCF's reader, which writes them too,
 * it reads a reference to any character: also to one that XML 1.0 forbids, and to half a surrogate pair.
 */
export function createXmlParser(): SaxesParser<{ xmlns: true }> {
  const parser = new SaxesParser({ xmlns: true });
  // The parser has no option for it. It asks `isChar` about references alone, and sets it again for a document's version.
  Object.defineProperty(parser, "isChar", { get: () => isReferable, set: () => undefined });
  parser.on("error", ({ message }) => {
    // The parser puts the position in front of its message; its column is the number of characters read.
    const what = message.replace(/^\d+:\d+: /, "").replace(/\.$/, "");
    const { line, column } = parser;
    throw new XmlSyntaxError(`${what} at ${line}:${column}`, line, column);
  });
  return parser;
}

function isReferable(codePoint: number): boolean {
  return codePoint >= 0 && codePoint <= 0x10_ffff;
}

/** The index of the tag whose ">" has just been read. No attribute holds a "<" that is not written as a reference. */
export function tagStart(xml: string, { position }: ReturnType<typeof createXmlParser>): number {
  return xml.lastIndexOf("<", position - 1);
}

/** Adds each text, character references and CDATA resolved, to the innermost of the elements that are open then. */
export function gatherText(parser: ReturnType<typeof createXmlParser>, open: readonly { text: string }[]): void {
  const add = (text: string) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  };
  parser.on("text", add);
  parser.on("cdata", add);
}
