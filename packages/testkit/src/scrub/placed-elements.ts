import { escapedAttribute } from "../xml/xml-escape.ts";
import { createXmlParser, gatherText, tagStart } from "../xml/xml-parser.ts";

/** An element and its position in its document. */
export interface PlacedElement {
  readonly namespace: string;
  /** The local name. */
  readonly name: string;
  /** The element around it; absent for the root element. */
  readonly parent?: PlacedElement;
  readonly children: readonly PlacedElement[];
  /** The attributes by their names as written. */
  readonly attributes: ReadonlyMap<string, PlacedAttribute>;
  /** The element's own text, character references and CDATA resolved. */
  readonly text: string;
  /** The index of the element's start tag. */
  readonly tag: number;
  /** The index of the first character after its start tag. */
  readonly start: number;
  /** The index of the element's end tag; where it has none, of the first character after the element. */
  readonly end: number;
}

/** An attribute of a placed element. */
export interface PlacedAttribute {
  /** The local name. */
  readonly name: string;
  /** The namespace of the name; that of `xmlns` for a declaration, none without a prefix. */
  readonly namespace: string;
  /** The value, references resolved. */
  readonly value: string;
}

/** A stretch of a document. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A stretch of a document and the text that replaces it. */
export interface Edit extends Stretch {
  readonly markup: string;
}

/** The parts of a document that can be edited. */
export interface PlacedMarkup {
  /** The elements, parents before their children. */
  readonly elements: readonly PlacedElement[];
  /** The comments, each from the first character after `<!--` to the `-->`. */
  readonly comments: readonly Stretch[];
}

/** Returns the elements and comments of a document. Throws `XmlSyntaxError`. */
export function placedMarkup(xml: string): PlacedMarkup {
  const parser = createXmlParser();
  const elements: Building[] = [];
  const comments: Stretch[] = [];
  const open: Building[] = [];
  parser.on("opentag", ({ uri, local, attributes }) => {
    const parent = open.at(-1);
    const start = parser.position;
    const element = {
      namespace: uri,
      name: local,
      children: [],
      attributes: new Map(Object.entries(attributes).map(([name, attribute]) => [name, placedAttribute(attribute)])),
      text: "",
      ...{ tag: tagStart(xml, parser), start, end: start },
      ...(parent && { parent }),
    };
    parent?.children.push(element);
    elements.push(element);
    open.push(element);
  });
  gatherText(parser, open);
  parser.on("closetag", ({ isSelfClosing }) => {
    const element = open.pop();
    if (element !== undefined && !isSelfClosing) element.end = tagStart(xml, parser);
  });
  parser.on("comment", () => {
    // The parser reports a comment somewhere in its "-->", and no comment contains "--".
    const end = xml.indexOf("-->", parser.position - "-->".length);
    comments.push({ start: xml.lastIndexOf("<!--", end - 1) + "<!--".length, end });
  });
  parser.write(xml).close();
  return { elements, comments };
}

/**
 * Returns the edit of an element's start tag after which its attributes have other values; `undefined` when none
 * changes. `replaced` gets each attribute and returns its new value.
 */
export function editedTag(
  xml: string,
  { tag, start, attributes }: PlacedElement,
  replaced: (attribute: PlacedAttribute) => string,
): Edit | undefined {
  const written = xml.slice(tag, start);
  const markup = written.replaceAll(attributeMarkup, (all, name: string, sign: string) => {
    const attribute = attributes.get(name);
    const value = attribute && replaced(attribute);
    return value === undefined || value === attribute?.value ? all : `${name}${sign}"${escapedAttribute(value)}"`;
  });
  return markup === written ? undefined : { start: tag, end: start, markup };
}

const attributeMarkup = /([^\s=<>"'/]+)(\s*=\s*)(?:"[^"]*"|'[^']*')/g;

/** Returns the document after edits, which may come in any order. An edit that lies inside another is left out. */
export function edited(xml: string, edits: readonly Edit[], rest = (markup: string) => markup): string {
  const parts: string[] = [];
  let done = 0;
  for (const { start, end, markup } of [...edits].sort((one, other) => one.start - other.start)) {
    if (start < done) continue;
    parts.push(rest(xml.slice(done, start)), markup);
    done = end;
  }
  return parts.join("") + rest(xml.slice(done));
}

function placedAttribute({ uri, local, value }: { uri: string; local: string; value: string }): PlacedAttribute {
  return { name: local, namespace: uri, value };
}

interface Building {
  namespace: string;
  name: string;
  parent?: Building;
  children: Building[];
  attributes: ReadonlyMap<string, PlacedAttribute>;
  text: string;
  tag: number;
  start: number;
  end: number;
}
