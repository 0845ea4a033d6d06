import { Attributes } from "./attributes.ts";
import { KeptByText } from "./kept-by-text.ts";
import { type WrittenName, writtenName } from "./written-name.ts";

/** A start tag of the plain kind. */
export interface PlainTag {
  readonly name: WrittenName;
  readonly attributes: Attributes;
  /** Whether it is its own end tag. */
  readonly isEmpty: boolean;
}

/** What stands between `<` and `>` of a plain start tag: ASCII names, attributes without references or line ends. */
const wholeTag =
  /^([A-Za-z_][\w.:-]*)((?:[ \t\n]+[A-Za-z_][\w.:-]*[ \t\n]*=[ \t\n]*(?:"[^"<&\t\n]*"|'[^'<&\t\n]*'))*)[ \t\n]*(\/?)$/;
const nextAttribute = /([\w.:-]+)[ \t\n]*=[ \t\n]*(?:"([^"]*)"|'([^']*)')/g;

const tags = new KeptByText(takeApart);

/** The start tag with this text between `<` and `>`; `undefined` when it is not plain. */
export function plainTag(text: string): PlainTag | undefined {
  return tags.of(text);
}

function takeApart(text: string): PlainTag | undefined {
  const [, name, written = "", slash] = wholeTag.exec(text) ?? [];
  if (name === undefined) return undefined;
  const attributes = written === "" ? Attributes.none : attributesIn(written);
  return attributes && { name: writtenName(name), attributes, isEmpty: slash === "/" };
}

function attributesIn(written: string): Attributes | undefined {
  const values = new Map<string, string>();
  for (const [, name = "", inDouble, inSingle] of written.matchAll(nextAttribute)) {
    if (values.has(name)) return undefined;
    values.set(name, inDouble ?? inSingle ?? "");
  }
  return Attributes.of(Object.fromEntries(values));
}
