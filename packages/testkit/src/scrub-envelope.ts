import { isSecretName, placeholderOf, scrubbed, withoutTickets } from "./secrets.ts";
import { createXmlParser } from "./xml-parser.ts";

/** What to scrub beside what is known to be secret. */
export interface ScrubOptions {
  /**
   * Names, without regard to case, of further elements and dictionary keys whose values must not be kept, such as the
   * configuration fields of an ERP connector.
   */
  readonly alsoSecret?: readonly string[];
}

/**
 * The envelope with example values in place of its secrets: tickets, application tokens, access tokens, passwords, all
 * of a generic sign-in's data, values of dictionary keys with such names, and tickets inside any text. Blank and nil ones
 * stay as they are, and so does every other byte. Throws `XmlSyntaxError` when the text is not well-formed, and an `Error` when
 * a secret stands beside elements.
 */
export function scrubEnvelope(xml: string, options: ScrubOptions = {}): string {
  const edits: Edit[] = [];
  const open: Open[] = [];
  const parser = createXmlParser();
  parser.on("opentag", ({ local }) => {
    const parent = open.at(-1);
    if (parent !== undefined) parent.isLeaf = false;
    open.push({ name: local, start: parser.position, text: "", isLeaf: true });
  });
  const addText = (text: string) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    const element = open.pop();
    if (element === undefined) return;
    const content = scrubbedContent(element, open.at(-1), options.alsoSecret);
    if (content === element.text) return;
    if (!element.isLeaf)
      throw new Error(`${element.name} has a secret between its elements, which is no SOAP message's`);
    edits.push({ start: element.start, end: xml.lastIndexOf("</", parser.position - 1), content });
  });
  parser.write(xml).close();
  return edited(xml, edits);
}

interface Open {
  readonly name: string;
  /** Where the content begins. */
  readonly start: number;
  text: string;
  isLeaf: boolean;
  /** The key of the pair that this element is, once it has been read. */
  key?: string;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  /** The new content as text, not yet escaped. */
  readonly content: string;
}

function scrubbedContent(element: Open, parent: Open | undefined, alsoSecret: readonly string[] | undefined): string {
  const { name, text } = element;
  if (text.trim() === "") return text;
  if (name === "Key" && parent !== undefined) parent.key = text;
  if (isSecretName(name, alsoSecret)) return placeholderOf(name);
  const pairKey = name === "Value" ? parent?.key : undefined;
  if (pairKey !== undefined && (isGenericSignIn(parent) || isSecretName(pairKey, alsoSecret))) return scrubbed;
  return withoutTickets(text);
}

/** A pair of SoPrincipal's generic sign-in data, whose keys are the server's plugins' own. */
function isGenericSignIn(pair: Open | undefined): boolean {
  return pair?.name === "AuthenticationGenericDataKeyValuePair";
}

function edited(xml: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const { start, end, content } of edits) {
    parts.push(xml.slice(done, start), escaped(content));
    done = end;
  }
  return parts.join("") + xml.slice(done);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\r", "&#xD;");
}
