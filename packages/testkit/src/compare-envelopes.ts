import { type Difference, notShown, quoted } from "./difference.ts";
import { hidesValues, isValueName } from "./secrets.ts";
import { XmlSyntaxError } from "./xml-syntax-error.ts";
import { isBlank, parseXml, type XmlElement } from "./xml-tree.ts";

/** What a comparison overlooks. */
export interface CompareOptions {
  /**
   * Elements whose content does not matter, though they must be there: the ends of their paths, `UpdatedDate` or
   * `Credentials/Ticket`. None unless given.
   */
  readonly ignore?: readonly string[];
  /**
   * `body` compares what is in the two bodies alone: header blocks and the version of SOAP do not matter. Everything
   * counts unless given.
   */
  readonly only?: "body";
}

/**
 * Where a received envelope differs in meaning from the expected one, in document order; empty when nowhere.
 *
 * Prefixes, the order of attributes, comments, CDATA, white space between elements and the XML declaration do not
 * matter. The order of elements, namespaces, `xsi:nil` and every character of a member's text do. `xsi:type` counts
 * where both have one: its prefix is resolved, and an envelope that leaves types out equals one that has them. The SOAP
 * version is the namespace of the envelope, so it counts; it and a version of the contract are told once, not again for
 * every element below. Throws `XmlSyntaxError`, whose message says which of the two is not well-formed.
 */
export function compareEnvelopes(received: string, expected: string, options: CompareOptions = {}): Difference[] {
  const pair = { expected: parsed(expected, "expected"), received: parsed(received, "received") };
  const differences: Difference[] = [];
  const place = { path: "", depth: 0, ignore: options.ignore ?? [], differences };
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

interface Pair {
  readonly expected: XmlElement;
  readonly received: XmlElement;
}

interface Place {
  /** From below the envelope; empty for the envelope. */
  readonly path: string;
  readonly depth: number;
  /** The pair that this one is in. */
  readonly around?: Pair;
  readonly ignore: readonly string[];
  readonly differences: Difference[];
}

function parsed(xml: string, which: "received" | "expected"): XmlElement {
  try {
    return parseXml(xml);
  } catch (error) {
    if (!(error instanceof XmlSyntaxError)) throw error;
    const { message, line, column } = error;
    throw new XmlSyntaxError(`the ${which} envelope is not well-formed XML: ${message}`, line, column);
  }
}

function compareElements(pair: Pair, place: Place): void {
  compareNames(pair, place);
  if (place.ignore.some((end) => isEndOf(end, place.path))) return;
  compareAttributes(pair, place);
  compareContents(pair, place);
  compareChildren(pair, place);
}

function isEndOf(end: string, path: string): boolean {
  return `/${path}`.replaceAll(/\[\d+\]/g, "").endsWith(`/${end}`);
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

/** Types are equal too when each is in the namespace of its own element: then that difference has been told. */
function sameType({ expected, received }: Pair): boolean {
  const relative = ({ type = "", namespace }: XmlElement) => type.replace(`{${namespace}}`, "{}");
  return expected.type === received.type || relative(expected) === relative(received);
}

function compareAttributes({ expected, received }: Pair, place: Place): void {
  for (const name of new Set([...expected.attributes.keys(), ...received.attributes.keys()])) {
    const [wanted, found] = [expected.attributes.get(name), received.attributes.get(name)];
    if (wanted === found) continue;
    const at = { ...place, path: place.path === "" ? `@${name}` : `${place.path}/@${name}` };
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

/** Envelope, header, body and the operation's element hold elements only: blanks in them mean nothing. */
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
    const at = { ...inside, path: pathOf(child.name, key) };
    if (other === undefined) tell(at, "missing", contentText(child, expected), "nothing");
    else compareElements({ expected: child, received: other }, at);
  }
  for (const [key, child] of found) {
    if (!wanted.has(key))
      tell({ ...inside, path: pathOf(child.name, key) }, "unexpected", "nothing", contentText(child, received));
  }
  compareOrder([...wanted.keys()], [...found.keys()], place);
}

/** Each element under its name and its number among the siblings of that name: `Key[1]`. */
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
  place.differences.push({ path: place.path === "" ? "Envelope" : place.path, kind, expected, received });
}
