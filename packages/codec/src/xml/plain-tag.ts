import { Attributes } from "./attributes.ts";
import { detached, KeptByText } from "./kept-by-text.ts";
import { type WrittenName, writtenName } from "./written-name.ts";

/** A start tag of the plain kind. */
export interface PlainTag {
  /** What stands between `<` and `>`. */
  readonly text: string;
  readonly name: WrittenName;
  readonly attributes: Attributes;
  /** Whether it is its own end tag. */
  readonly isEmpty: boolean;
  /** The start tag that came after it the last time, which is likely to come again. */
  follower: PlainTag | undefined;
}

/**
 * Tags that are longer, in characters, are refused, so that what is held of a tag that has not all come stays small, and so
 * does what its attributes cost; WCF's own readers stop far sooner.
 */
export const maxTagLength = 0x10000;

/** Longer ones, which no service sends, are not plain: to read them attribute by attribute costs less. */
const maxPlainLength = 4096;

/** What stands between `<` and `>` of a plain start tag: ASCII names, attributes without references or line ends. */
const wholeTag =
  /^([A-Za-z_][\w.:-]*)((?:[ \t\n]+[A-Za-z_][\w.:-]*[ \t\n]*=[ \t\n]*(?:"[^"<&\t\n]*"|'[^'<&\t\n]*'))*)[ \t\n]*(\/?)$/;
const nextAttribute = /([\w.:-]+)[ \t\n]*=[ \t\n]*(?:"([^"]*)"|'([^']*)')/g;

const tags = new KeptByText(takeApart);

/**
 * The start tag with this text between `<` and `>`, after another one; `undefined` when it is not plain. To compare with
 * the likely one costs less than to look for it.
 */
export function plainTag(text: string, last: PlainTag | undefined): PlainTag | undefined {
  if (text.length > maxPlainLength) return undefined;
  const likely = last?.follower;
  if (likely !== undefined && likely.text === text) return likely;
  const tag = tags.of(text);
  // Tags are forgotten all at once, those that follow with those that they follow.
  if (last !== undefined && tags.keeps(text)) last.follower = tag;
  return tag;
}

function takeApart(text: string): PlainTag | undefined {
  const [, name, written = "", slash] = wholeTag.exec(text) ?? [];
  if (name === undefined) return undefined;
  const attributes = written === "" ? Attributes.none : attributesIn(written, tags.keeps(text) ? detached : asItIs);
  return attributes && { text, name: writtenName(name), attributes, isEmpty: slash === "/", follower: undefined };
}

function asItIs(text: string): string {
  return text;
}

function attributesIn(written: string, kept: (text: string) => string): Attributes | undefined {
  const values = new Map<string, string>();
  for (const [, name = "", inDouble, inSingle] of written.matchAll(nextAttribute)) {
    if (values.has(name)) return undefined;
    values.set(kept(name), kept(inDouble ?? inSingle ?? ""));
  }
  const attributes = Attributes.of(values);
  return attributes.forbidden === undefined ? attributes : undefined;
}
