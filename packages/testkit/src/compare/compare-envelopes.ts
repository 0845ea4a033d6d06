import { hidesValues, isValueName } from "../scrub/secrets.ts";
import { XmlSyntaxError } from "../xml/xml-syntax-error.ts";
import { isBlank, parseXml, type XmlElement } from "../xml/xml-tree.ts";
import { type Difference, notShown, quoted } from "./difference.ts";
import { type IsIgnored, ignoredPaths } from "./ignored-paths.ts";

/** The options of a comparison: the differences that it ignores. */
export interface CompareOptions {
  /**
   * The elements whose content does not matter, though they must exist, and the attributes that do not matter. Each is
   * the end of a path, `UpdatedDate` or `Credentials/Ticket`, or a path as a difference has it. A number picks one of
   * several siblings (`ForeignKey[2]/Value`). A path may match nothing here, so that many envelopes can share a list; a
   * path with a name, or a name inside another, that neither the two envelopes nor any version of NetServer's contract
   * have is refused with a `RangeError`.
   * @default none
   */
  readonly ignore?: readonly string[];
  /**
   * The part to compare: `body` compares the content of the two bodies alone, without header blocks and the version of
   * SOAP. Without it everything counts.
   */
  readonly only?: "body";
}

/**
 * Returns the differences in meaning between a received envelope and the expected one, in document order; empty when
 * there are none.
 *
 * Prefixes, the order of attributes, comments, CDATA, white space between elements and the XML declaration do not
 * matter. The order of elements, namespaces, `xsi:nil` and every character of a member's text do. `xsi:type` counts
 * where both have one: its prefix is resolved, and an envelope that leaves types out equals one that has them. The SOAP
 * version is the namespace of the envelope, so it counts. A difference in it, or in the version of the contract, is
 * reported once, not again for every element below. Throws `XmlSyntaxError`, whose message says which of the two is not
 * well-formed.
 */
export function compareEnvelopes(received: string, expected: string, options: CompareOptions = {}): Difference[] {
  const pair = {
    expected: parseEnvelope(expected, "the expected envelope"),
    received: parseEnvelope(received, "the received envelope"),
  };
  return compareParsed(pair, options);
}

/**
 * Returns the root element of an envelope. Throws `XmlSyntaxError`, whose message begins with `called`, the envelope's
 * name.
 */
export function parseEnvelope(xml: string, called: string): XmlElement {
  try {
    return parseXml(xml);
  } catch (error) {
    if (!(error instanceof XmlSyntaxError)) throw error;
    const { message, line, column } = error;
    throw new XmlSyntaxError(`${called} is not well-formed XML: ${message}`, line, column);
  }
}

/** A pair of elements at the same path. */
export interface Pair {
  readonly expected: XmlElement;
  readonly received: XmlElement;
}

/** Returns the differences, as `compareEnvelopes` does, of envelopes that are parsed already. */
export function compareParsed(pair: Pair, options: CompareOptions = {}): Difference[] {
  const differences: Difference[] = [];
  const isIgnored = ignoredPaths(options.ignore ?? [], [pair.expected, pair.received]);
  const place = { path: "", depth: 0, expected: pair.expected, isIgnored, differences };
  if (pair.expected.name !== pair.received.name) {
    tell(place, "name", pair.expected.name, pair.received.name);
  } else if (options.only === "body") {
    compareChildren({ expected: bodyAlone(pair.expected), received: bodyAlone(pair.received) }, place);
  } else {
    compareElements(pair, place);
  }
  return differences;
}

function bodyAlone(envelope: XmlElement): XmlElement {
  return { ...envelope, children: envelope.children.filter(({ name }) => name === "Body") };
}

interface Place {
  /** The path from below the envelope; empty for the envelope. */
  readonly path: string;
  readonly depth: number;
  /** The expected envelope's element at this path; where it has none, the one around it. */
  readonly expected: XmlElement;
  /** The pair that contains this one; absent for the outermost. */
  readonly around?: Pair;
  readonly isIgnored: IsIgnored;
  readonly differences: Difference[];
}

function compareElements(pair: Pair, place: Place): void {
  compareNames(pair, place);
  if (place.isIgnored(place.path)) return;
  compareAttributes(pair, place);
  compareContents(pair, place);
  compareChildren(pair, place);
}

function compareNames(pair: Pair, place: Place): void {
  const { expected, received } = pair;
  const { around } = place;
  const told = around?.expected.namespace === expected.namespace && around.received.namespace === received.namespace;
  if (expected.namespace !== received.namespace && !told) {
    tell(place, "namespace", `namespace ${expected.namespace || "none"}`, `namespace ${received.namespace || "none"}`);
  }
  if (expected.type !== undefined && received.type !== undefined && !sameType(pair)) {
    tell(place, "type", `type ${expected.type}`, `type ${received.type}`);
  }
}

/**
 * Tells whether two elements have the same type. Types are equal too when each is in the namespace of its own element:
 * then that difference has been reported.
 */
function sameType({ expected, received }: Pair): boolean {
  const relative = ({ type = "", namespace }: XmlElement) => type.replace(`{${namespace}}`, "{}");
  return expected.type === received.type || relative(expected) === relative(received);
}

function compareAttributes({ expected, received }: Pair, place: Place): void {
  for (const name of new Set([...expected.attributes.keys(), ...received.attributes.keys()])) {
    const [wanted, found] = [expected.attributes.get(name), received.attributes.get(name)];
    if (wanted === found) continue;
    const at = { ...place, path: place.path === "" ? `@${name}` : `${place.path}/@${name}` };
    if (place.isIgnored(at.path)) continue;
    tell(at, "attribute", attributeText(wanted, name, found), attributeText(found, name, wanted));
  }
}

function attributeText(value: string | undefined, name: string, other: string | undefined): string {
  return value === undefined ? "nothing" : quoted(value, name, other);
}

function compareContents({ expected, received }: Pair, place: Place): void {
  const isOtherText = textOf(expected, place) !== textOf(received, place);
  if (expected.nil === received.nil && !isOtherText) return;
  const { around } = place;
  const wanted = contentText(expected, around?.expected, received);
  const found = contentText(received, around?.received, expected);
  tell(place, expected.nil === received.nil ? "text" : "nil", wanted, found);
}

/**
 * Returns the text of an element that matters. Envelope, header, body and the operation's element contain elements
 * only: blanks in them mean nothing.
 */
function textOf({ text }: XmlElement, { depth }: Place): string {
  return depth <= depthOfOperation && isBlank(text) ? "" : text;
}

const depthOfOperation = 2;

function contentText({ nil, text, children, name }: XmlElement, parent?: XmlElement, other?: XmlElement): string {
  if (nil) return "nil";
  if (children.length > 0 && isBlank(text))
    return `elements ${[...new Set(children.map((child) => child.name))].join(", ")}`;
  if (text !== "" && parent !== undefined && isValueName(name) && hidesValues(parent.name, membersOf(parent)))
    return notShown;
  return quoted(text, name, other?.text);
}

function membersOf({ children }: XmlElement): (readonly [name: string, text: string])[] {
  return children.map(({ name, text }) => [name, text]);
}

function compareChildren({ expected, received }: Pair, place: Place): void {
  const wanted = numbered(expected.children);
  const found = numbered(received.children);
  const pathOf = (name: string, key: string) => {
    const repeated = wanted.has(`${name}[2]`) || found.has(`${name}[2]`);
    const step = repeated ? key : name;
    return place.path === "" ? step : `${place.path}/${step}`;
  };
  const inside = { ...place, depth: place.depth + 1, around: { expected, received } };
  for (const [key, child] of wanted) {
    const other = found.get(key);
    const at = { ...inside, path: pathOf(child.name, key), expected: child };
    if (other === undefined) tell(at, "missing", contentText(child, expected), "nothing");
    else compareElements({ expected: child, received: other }, at);
  }
  for (const [key, child] of found) {
    if (!wanted.has(key))
      tell({ ...inside, path: pathOf(child.name, key) }, "unexpected", "nothing", contentText(child, received));
  }
  compareOrder([...wanted.keys()], [...found.keys()], place);
}

/** Returns each element by its name and its number among the siblings of that name: `Key[1]`. */
function numbered(elements: readonly XmlElement[]): Map<string, XmlElement> {
  const counts = new Map<string, number>();
  const keys = elements.map((element) => {
    const count = (counts.get(element.name) ?? 0) + 1;
    counts.set(element.name, count);
    return [`${element.name}[${count}]`, element] as const;
  });
  return new Map(keys);
}

function compareOrder(wanted: readonly string[], found: readonly string[], place: Place): void {
  const [known, present] = [new Set(found), new Set(wanted)];
  const expected = wanted.filter((key) => known.has(key));
  const received = found.filter((key) => present.has(key));
  const first = expected.findIndex((key, index) => key !== received[index]);
  if (first === -1) return;
  const names = (keys: readonly string[]) =>
    keys
      .slice(first, first + 3)
      .map((key) => key.replace(/\[1\]$/, ""))
      .join(", ");
  tell(place, "order", `first ${names(expected)}`, `first ${names(received)}`);
}

function tell(place: Place, kind: Difference["kind"], expected: string, received: string): void {
  const { line, column } = place.expected;
  place.differences.push({ path: place.path === "" ? "Envelope" : place.path, kind, expected, received, line, column });
}
