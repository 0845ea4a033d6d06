import {
  type DictionaryType,
  defaultOf,
  type EntityType,
  type EnumerationType,
  type Schema,
  SchemaError,
} from "@superoffice-soap/schema";
import { lexicals, unfit, type WriteText } from "../xml/lexical.ts";
import type { XmlOutput } from "./xml-output.ts";

/** Writes one element, or nothing when its value is `undefined`. `depth` counts the elements around it. */
export type ElementWriter = (output: XmlOutput, value: unknown, depth: number) => void;

/** Writes the content of an element. */
export type ContentWriter = (output: XmlOutput, value: unknown, depth: number) => void;

/** The facts about an element that a style derives its tags from. */
export interface ElementDescription {
  readonly name: string;
  readonly schema: Schema;
  /** The namespace of the element's own name. */
  readonly namespace: "contract" | "arrays" | "cryptography";
  /** True for parameters and results, whose element stands directly in the operation's. */
  readonly outermost?: boolean;
  /** The contract's namespace, for header blocks: nothing around them has declared it. */
  readonly headerNamespace?: string;
  /** True for the pairs of a dictionary, whose type has no name. */
  readonly anonymous?: boolean;
  /** True for texts that come again and again: the keys of dictionaries. */
  readonly repeats?: boolean;
}

/** The tags around an element's content, for an element `depth` elements deep. */
export interface Tags {
  readonly open: (depth: number) => string;
  readonly close: (depth: number) => string;
}

/** The writing style of one dialect. */
export interface Style {
  /** Returns a writer for an element with text; `texts` are all possible texts, where they are few. */
  readonly text: (element: ElementDescription, write: WriteText, texts?: readonly string[]) => ElementWriter;
  /** Returns the tags of an element with child elements. */
  readonly tags: (element: ElementDescription) => Tags;
  /** Returns a writer for an element with child elements. */
  readonly nested: (element: ElementDescription, write: ContentWriter) => ElementWriter;
  /** Returns a writer for the nil element; it throws SchemaError when the element may not be nil. */
  readonly nil: (element: ElementDescription) => ElementWriter;
  /** Returns the members of an entity that the dialect writes. */
  readonly members: (entity: EntityType) => readonly (readonly [string, Schema])[];
  /** True to write an absent member as its default, as WCF does in answers. */
  readonly complete: boolean;
}

/** The entities whose writers are being compiled, for types that contain themselves. */
type Enclosing = ReadonlyMap<string, { write?: ContentWriter }>;

/** Compiles a schema into a writer of elements. */
export function compileElement(
  element: ElementDescription,
  style: Style,
  enclosing: Enclosing = new Map(),
): ElementWriter {
  const present = compilePresent(element, style, enclosing);
  const nil = style.nil(element);
  const absent = style.complete ? defaultOf(element.schema) : undefined;
  return (output, value, depth) => {
    if (value === null) nil(output, null, depth);
    else if (value !== undefined) present(output, value, depth);
    else if (absent !== undefined) (absent === null ? nil : present)(output, absent, depth);
  };
}

function compilePresent(element: ElementDescription, style: Style, enclosing: Enclosing): ElementWriter {
  const { xml } = element.schema;
  switch (xml.kind) {
    case "scalar":
      return style.text(element, lexicals[xml.name].write, xml.name === "boolean" ? ["true", "false"] : undefined);
    case "enumeration":
      return style.text(element, compileEnumeration(xml), namesOf(xml));
    case "flags":
      return style.text(element, compileFlags(xml));
    case "entity":
      return style.nested(element, compileEntity(xml, style, enclosing));
    case "array":
      return style.nested(element, compileItems(compileItem(element.schema, style, enclosing)));
    case "dictionary":
      return style.nested(element, compileDictionary(xml, style, enclosing));
    case "self":
      return style.nested(element, compileSelf(xml.name, enclosing));
  }
}

function namesOf({ literals }: EnumerationType): string[] {
  return literals.map(({ name }) => name);
}

function compileEnumeration(type: EnumerationType): (value: unknown) => string {
  const { name } = type;
  const names = new Set<unknown>(namesOf(type));
  // A name of the contract needs no escaping.
  return (value) => (names.has(value) ? (value as string) : unfit(`one of ${name}`, value));
}

function compileFlags(type: EnumerationType): (value: unknown) => string {
  const write = compileEnumeration(type);
  return (value) => (Array.isArray(value) ? value.map(write).join(" ") : unfit(`a list of ${type.name}`, value));
}

/** Compiles the entity of an operation's element into a writer of the parameters or results, which are outermost. */
export function compileOperation(type: EntityType, style: Style): ContentWriter {
  return compileEntity(type, style, new Map(), true);
}

// Compiles an entity into a writer of its members, in the order of its sequence.
function compileEntity(type: EntityType, style: Style, enclosing: Enclosing, outermost = false): ContentWriter {
  const own: { write?: ContentWriter } = {};
  const known = new Map([...enclosing, [type.name, own]]);
  const { namespace } = type;
  const members = style.members(type);
  const names = members.map(([name]) => name);
  const writers = members.map(([name, schema]) => compileElement({ name, schema, namespace, outermost }, style, known));
  own.write = (output, value, depth) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return unfit(type.name, value);
    writeMembers(output, names, writers, value as Readonly<Record<string, unknown>>, depth);
  };
  return own.write;
}

function writeMembers(
  output: XmlOutput,
  names: readonly string[],
  writers: readonly ElementWriter[],
  value: Readonly<Record<string, unknown>>,
  depth: number,
): void {
  let name = "";
  try {
    for (let i = 0; i < writers.length; i++) {
      // Both lists have the same length.
      name = names[i] as string;
      (writers[i] as ElementWriter)(output, value[name], depth);
    }
  } catch (error) {
    throw error instanceof SchemaError ? error.prependPath(name) : error;
  }
}

/** Compiles an array's schema into a writer of one of its items. */
export function compileItem({ xml }: Schema, style: Style, enclosing: Enclosing = new Map()): ElementWriter {
  if (xml.kind !== "array") throw new TypeError(`${xml.name} is no array`);
  const element = { name: xml.itemName, schema: xml.item, namespace: xml.namespace };
  const present = compilePresent(element, style, enclosing);
  const nil = style.nil(element);
  // On the wire an item that is not there is nil: leaving it out would move its successors.
  return (output, item, depth) => (item === null || item === undefined ? nil : present)(output, item, depth);
}

function compileItems(writeItem: ElementWriter): ContentWriter {
  return (output, value, depth) => {
    if (!Array.isArray(value)) return unfit("an array", value);
    let index = 0;
    try {
      for (; index < value.length; index++) {
        writeItem(output, value[index], depth);
        output.settle();
      }
    } catch (error) {
      throw error instanceof SchemaError ? error.prependPath(index) : error;
    }
  };
}

function compileDictionary(type: DictionaryType, style: Style, enclosing: Enclosing): ContentWriter {
  const { namespace } = type;
  const writeKey = compileElement({ name: "Key", schema: type.key, namespace, repeats: true }, style, enclosing);
  const writeValue = compileElement({ name: "Value", schema: type.value, namespace }, style, enclosing);
  const pair = style.nested(
    { name: type.pairName, schema: type.value, namespace, anonymous: true },
    (output, entry, depth) => {
      // Only `writePairs` calls this, with an entry.
      const [key, value] = entry as [string, unknown];
      writeKey(output, key, depth);
      writeValue(output, value ?? null, depth);
    },
  );
  return (output, value, depth) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return unfit(type.name, value);
    writePairs(output, pair, value as Readonly<Record<string, unknown>>, depth);
  };
}

function writePairs(
  output: XmlOutput,
  pair: ElementWriter,
  value: Readonly<Record<string, unknown>>,
  depth: number,
): void {
  // One entry for all pairs: dictionaries are many, and most are small.
  const entry: [string, unknown] = ["", null];
  try {
    for (const key of Object.keys(value)) {
      entry[0] = key;
      entry[1] = value[key];
      pair(output, entry, depth);
    }
  } catch (error) {
    throw error instanceof SchemaError ? error.prependPath(entry[0]) : error;
  }
}

function compileSelf(name: string, enclosing: Enclosing): ContentWriter {
  const own = enclosing.get(name);
  if (own === undefined) throw new TypeError(`${name} is not inside itself`);
  return (output, value, depth) => own.write?.(output, value, depth);
}
