import { Attributes } from "../attributes.ts";
import { QualifiedName } from "../qualified-name.ts";
import { hashOf, StringMemo } from "../string-memo.ts";

/** A start tag of the plain kind. */
export interface PlainTag {
  /** What stands between `<` and `>`. */
  readonly text: string;
  readonly name: QualifiedName;
  readonly attributes: Attributes;
  /** Whether it is its own end tag. */
  readonly isEmpty: boolean;
  /**
   * The hash of the text of the start tag that came after it the last time, which is likely to come again; 0 at first. Not
   * the tag, since a chain of tags that follow one another would have no end.
   */
  follower: number;
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
/** A tag without attributes, as most are. */
const bareTag = /^[A-Za-z_][\w.:-]*\/?$/;

const tags = new StringMemo(takeApart);

/**
 * The start tag with this text between `<` and `>`, after another one; `undefined` when it is not plain. To compare with
 * the likely one costs less than to look for it.
 */
export function plainTag(text: string, last: PlainTag | undefined): PlainTag | undefined {
  if (text.length > maxPlainLength) return undefined;
  const likely = last && tags.in(last.follower);
  if (likely !== undefined && likely.text === text) return likely;
  const hash = hashOf(text);
  if (last !== undefined) last.follower = hash;
  return tags.of(text, hash);
}

function takeApart(text: string, part: (text: string) => string): PlainTag | undefined {
  if (bareTag.test(text)) {
    const isEmpty = text.endsWith("/");
    const name = new QualifiedName(isEmpty ? part(text.slice(0, -1)) : text, part);
    return { text, name, attributes: Attributes.none, isEmpty, follower: 0 };
  }
  const [, name, written = "", slash] = wholeTag.exec(text) ?? [];
  const attributes = name === undefined ? undefined : attributesIn(written, part);
  if (name === undefined || attributes === undefined) return undefined;
  return { text, name: new QualifiedName(part(name), part), attributes, isEmpty: slash === "/", follower: 0 };
}

function attributesIn(written: string, part: (text: string) => string): Attributes | undefined {
  const values = new Map<string, string>();
  for (const [, name = "", inDouble, inSingle] of written.matchAll(nextAttribute)) {
    if (values.has(name)) return undefined;
    values.set(part(name), part(inDouble ?? inSingle ?? ""));
  }
  const attributes = Attributes.of(values, part);
  return attributes.forbidden === undefined ? attributes : undefined;
}
