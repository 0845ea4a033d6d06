import { createXmlParser, gatherText, tagStart } from "./xml-parser.ts";
import { XmlSyntaxError } from "./xml-syntax-error.ts";

/** The meaning of an XML element: without prefixes, comments, processing instructions and namespace declarations. */
export interface XmlElement {
  readonly namespace: string;
  /** The local name. */
  readonly name: string;
  /** The values by expanded name (`{namespace}local`), without those of the XML Schema instance namespace. */
  readonly attributes: ReadonlyMap<string, string>;
  /** The expanded name that `xsi:type` gives; absent without one. */
  readonly type?: string;
  /** True when `xsi:nil` is true. */
  readonly nil: boolean;
  readonly children: readonly XmlElement[];
  /** The element's whole text, character references and CDATA resolved; blank text between elements is dropped. */
  readonly text: string;
  /** The line in which the start tag begins, counted from 1. */
  readonly line: number;
  /** The column at which the start tag begins, counted from 1. */
  readonly column: number;
}

/**
 * Returns the root element of a document. Throws `XmlSyntaxError`; a document type is skipped, and its entities are
 * unknown.
 */
export function parseXml(xml: string): XmlElement {
  const parser = createXmlParser();
  // There is a root above the document's own, so that every element has a parent.
  const open: Building[] = [building("", "", { line: 1, column: 1 })];
  const positionOf = createPositions(xml);
  parser.on("opentag", (tag) => {
    const element = building(tag.uri, tag.local, positionOf(tagStart(xml, parser)));
    for (const { uri, local, value } of Object.values(tag.attributes)) annotate(element, uri, local, value, parser);
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  gatherText(parser, open);
  parser.on("closetag", () => {
    const element = open.pop();
    if (element !== undefined && element.children.length > 0 && isBlank(element.text)) element.text = "";
  });
  parser.write(xml).close();
  const root = open[0]?.children[0];
  // The parser has raised an error for a document without a root.
  if (root === undefined) throw new XmlSyntaxError("the document has no element", 1, 1);
  return root;
}

/** Tells whether a text is empty or white space. */
export function isBlank(text: string): boolean {
  return /^[\t\n\r ]*$/.test(text);
}

interface Building {
  namespace: string;
  name: string;
  attributes: Map<string, string>;
  type?: string;
  nil: boolean;
  children: Building[];
  text: string;
  line: number;
  column: number;
}

interface Position {
  readonly line: number;
  readonly column: number;
}

function building(namespace: string, name: string, position: Position): Building {
  return { namespace, name, attributes: new Map(), nil: false, children: [], text: "", ...position };
}

/** Returns a function that returns the position of an index in a text; the indices must not decrease. */
function createPositions(text: string): (index: number) => Position {
  let line = 1;
  let start = 0;
  let end = text.indexOf("\n");
  return (index) => {
    while (end !== -1 && end < index) {
      line++;
      start = end + 1;
      end = text.indexOf("\n", start);
    }
    return { line, column: index - start + 1 };
  };
}

/** The namespace of namespace declarations. */
export const declarations = "http://www.w3.org/2000/xmlns/";
const instance = "http://www.w3.org/2001/XMLSchema-instance";

function annotate(element: Building, uri: string, local: string, value: string, scope: NamespaceScope): void {
  if (uri === declarations) return;
  if (uri === instance && local === "type") element.type = expandedName(value, scope);
  else if (uri === instance && local === "nil") element.nil = ["true", "1"].includes(value.trim());
  else if (uri !== instance) element.attributes.set(uri === "" ? local : `{${uri}}${local}`, value);
}

interface NamespaceScope {
  resolve(prefix: string): string | undefined;
}

function expandedName(qualified: string, scope: NamespaceScope): string {
  const [prefix, local] = qualified.trim().split(":", 2);
  if (local === undefined) return `{${scope.resolve("") ?? ""}}${prefix}`;
  return `{${scope.resolve(prefix ?? "") ?? `unbound prefix ${prefix}`}}${local}`;
}
