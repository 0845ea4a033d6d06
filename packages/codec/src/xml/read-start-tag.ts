import { Attributes, maxAttributes } from "./attributes.ts";
import { QualifiedName } from "./qualified-name.ts";
import { referenceProblem, resolveReferences, startOfCutReference } from "./references.ts";
import { endOfName, endOfSpace } from "./xml-characters.ts";

/** A start tag, or an empty-element tag. */
export interface StartTagRead {
  readonly name: QualifiedName;
  readonly attributes: Attributes;
  readonly isEmpty: boolean;
  /** Its end in the text that it was read from. */
  readonly end: number;
}

/** Refuses a tag for what was seen at `end`. */
export type Refuse = (reason: string, end: number) => never;

const slash = 0x2f;
const equals = 0x3d;
const greaterThan = 0x3e;
const doubleQuote = 0x22;
const singleQuote = 0x27;

/**
 * Reads the start tag that begins at `start`; `undefined` when the text ends before the tag does. `refuse` is called with
 * what is not well-formed, `exceed` with a limit that is exceeded.
 */
export function readStartTag(text: string, start: number, refuse: Refuse, exceed: Refuse): StartTagRead | undefined {
  const nameEnd = endOfName(text, start + 1);
  if (nameEnd === start + 1) refuse("disallowed character in tag name", nameEnd + 1);
  const values = new Map<string, string>();
  let twice: string | undefined;
  for (let at = nameEnd; ; ) {
    const next = endOfSpace(text, at);
    if (next === text.length) return undefined;
    const close = endOfTag(text, next, refuse);
    if (close === text.length + 1) return undefined;
    if (close !== undefined) {
      if (twice !== undefined) refuse(`duplicate attribute: ${twice}`, close);
      const name = new QualifiedName(text.slice(start + 1, nameEnd));
      const isEmpty = text.charCodeAt(next) === slash;
      return { name, attributes: Attributes.of(values), isEmpty, end: close };
    }
    if (next === at) refuse(misplaced(text, at, nameEnd), at + 1);
    const attribute = readAttribute(text, next, refuse);
    if (attribute === undefined) return undefined;
    const { size } = values;
    if (size === maxAttributes) exceed(`a tag of more than ${maxAttributes} attributes`, attribute.end);
    values.set(attribute.name, attribute.value);
    if (values.size === size) twice ??= attribute.name;
    at = attribute.end;
  }
}

// Returns the end of the tag when it ends here, which is behind the text when more of it must come; else `undefined`.
function endOfTag(text: string, at: number, refuse: Refuse): number | undefined {
  const code = text.charCodeAt(at);
  if (code === greaterThan) return at + 1;
  if (code !== slash) return undefined;
  if (at + 1 === text.length) return text.length + 1;
  if (text.charCodeAt(at + 1) !== greaterThan) refuse("forward-slash in opening tag not followed by >", at + 2);
  return at + 2;
}

function misplaced(text: string, at: number, nameEnd: number): string {
  if (at === nameEnd) return "disallowed character in tag name";
  const isName = endOfName(text, at) > at;
  return isName ? "no whitespace between attributes" : "disallowed character in attribute name";
}

interface ReadAttribute {
  readonly name: string;
  readonly value: string;
  readonly end: number;
}

function readAttribute(text: string, start: number, refuse: Refuse): ReadAttribute | undefined {
  const nameEnd = endOfName(text, start);
  if (nameEnd === start) refuse("disallowed character in attribute name", start + 1);
  const equal = endOfSpace(text, nameEnd);
  if (equal === text.length) return undefined;
  if (text.charCodeAt(equal) !== equals) refuse("attribute without value", equal + 1);
  const quote = endOfSpace(text, equal + 1);
  if (quote === text.length) return undefined;
  const code = text.charCodeAt(quote);
  if (code !== doubleQuote && code !== singleQuote) refuse("unquoted attribute value", quote + 1);
  const end = text.indexOf(code === doubleQuote ? '"' : "'", quote + 1);
  const value = attributeValue(text.slice(quote + 1, end < 0 ? undefined : end), end < 0, quote + 1, refuse);
  return end < 0 ? undefined : { name: text.slice(start, nameEnd), value, end: end + 1 };
}

/** The characters that need more than a copy; nearly all values have none. */
const special = /[<&\t\n]/;

// XML 1.0, 3.3.3: white space becomes a blank, except where it came by reference.
function attributeValue(raw: string, isCut: boolean, start: number, refuse: Refuse): string {
  if (!isCut && !special.test(raw)) return raw;
  const markup = raw.indexOf("<");
  const untilMarkup = markup < 0 ? raw : raw.slice(0, markup);
  const whole = isCut && markup < 0 ? raw.slice(0, startOfCutReference(raw)) : untilMarkup;
  const value = resolveReferences(whole.replace(/[\t\n]/g, " "));
  if (value === undefined) refuseReference(whole, start, refuse);
  if (markup >= 0) refuse("disallowed character", start + markup + 1);
  return value;
}

function refuseReference(raw: string, start: number, refuse: Refuse): never {
  const { reason = "malformed character entity", end = 0 } = referenceProblem(raw) ?? {};
  return refuse(reason, start + end);
}
