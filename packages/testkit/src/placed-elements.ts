import { createXmlParser, gatherText, tagStart } from "./xml-parser.ts";

/** An element and where it stands in its document. */
export interface PlacedElement {
  /** The local name. */
  readonly name: string;
  /** Absent for the document's own. */
  readonly parent?: PlacedElement;
  readonly children: readonly PlacedElement[];
  /** The local names of its attributes. */
  readonly attributes: readonly string[];
  /** Its own text, character references and CDATA resolved. */
  readonly text: string;
  /** The index of its start tag. */
  readonly tag: number;
  /** The index of the first character after its start tag. */
  readonly start: number;
  /** The index of its end tag; where it has none, of the first character after it. */
  readonly end: number;
}

/** The elements of a document, parents before their children. Throws `XmlSyntaxError`. */
export function placedElements(xml: string): readonly PlacedElement[] {
  const parser = createXmlParser();
  const all: Building[] = [];
  const open: Building[] = [];
  parser.on("opentag", ({ local, attributes }) => {
    const parent = open.at(-1);
    const start = parser.position;
    const names = Object.values(attributes).map((attribute) => attribute.local);
    const place = { tag: tagStart(xml, parser), start, end: start };
    const element = { name: local, children: [], attributes: names, text: "", ...place, ...(parent && { parent }) };
    parent?.children.push(element);
    all.push(element);
    open.push(element);
  });
  gatherText(parser, open);
  parser.on("closetag", ({ isSelfClosing }) => {
    const element = open.pop();
    if (element !== undefined && !isSelfClosing) element.end = tagStart(xml, parser);
  });
  parser.write(xml).close();
  return all;
}

interface Building {
  name: string;
  parent?: Building;
  children: Building[];
  attributes: readonly string[];
  text: string;
  tag: number;
  start: number;
  end: number;
}
