import { Attributes } from "../attributes.ts";
import { QualifiedName } from "../qualified-name.ts";
import { hashOf, StringMemo } from "../string-memo.ts";

/** A start tag of a plain document (see `Scanner`). */
export interface StartTag {
  /** The text between `<` and `>`. */
  readonly text: string;
  readonly name: QualifiedName;
  readonly attributes: Attributes;
  /** True for `<name/>`, which has no end tag. */
  readonly isEmpty: boolean;
  /**
   * The hash of the start tag that followed this one the last time and is likely to follow again; 0 at first. Not the tag
   * itself, since a chain of tags that refer to one another would never be released.
   */
  follower: number;
}

/**
 * The length of the longest tag that is read, in UTF-16 code units. It bounds the memory of an incomplete tag and the cost
 * of its attributes; WCF's own readers stop far sooner.
 */
export const maxTagLength = 0x10000;

/** The length of the longest plain tag. Reading a longer one, which no service sends, attribute by attribute costs less. */
const maxPlainLength = 4096;

/** The text between `<` and `>` of a plain start tag: ASCII names, attributes without references or line ends. */
const wholeTag =
  /^([A-Za-z_][\w.:-]*)((?:[ \t\n]+[A-Za-z_][\w.:-]*[ \t\n]*=[ \t\n]*(?:"[^"<&\t\n]*"|'[^'<&\t\n]*'))*)[ \t\n]*(\/?)$/;
const nextAttribute = /([\w.:-]+)[ \t\n]*=[ \t\n]*(?:"([^"]*)"|'([^']*)')/g;
/** A tag without attributes, as most are. */
const bareTag = /^[A-Za-z_][\w.:-]*\/?$/;

const tags = new StringMemo(takeApart);

/**
 * Returns the start tag with this text between `<` and `>`; `undefined` when it is not plain. `last` is the start tag before
 * it, whose likely follower is tried first: comparing two texts is cheaper than hashing one.
 */
export function fastStartTag(text: string, last: StartTag | undefined): StartTag | undefined {
  if (text.length > maxPlainLength) return undefined;
  const likely = last && tags.in(last.follower);
  if (likely !== undefined && likely.text === text) return likely;
  const hash = hashOf(text);
  if (last !== undefined) last.follower = hash;
  return tags.of(text, hash);
}

function takeApart(text: string, part: (text: string) => string): StartTag | undefined {
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
