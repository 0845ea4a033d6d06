import { isDeepStrictEqual } from "node:util";
import type { Schema, XmlType } from "@superoffice-soap/schema";
import { arbitrary } from "@superoffice-soap/testkit";
import fc from "fast-check";
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import { MessageDecoder } from "../../src/decode/message-decoder.ts";
import {
  createDecoder,
  DecodeError,
  type DecodeOptions,
  type DecodeWarning,
  decodeList,
  decodeMessage,
  encodeRequest,
} from "../../src/index.ts";
import { XmlTokenizer } from "../../src/xml/xml-tokenizer.ts";
import { everyOperation } from "../every-operation.ts";

const tns = "http://www.superoffice.net/ws/crm/NetServer/Services88";
const soap11 = "http://schemas.xmlsoap.org/soap/envelope/";

function envelope(body: string, header = ""): string {
  const namespaces = `xmlns:s="${soap11}" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns="${tns}"`;
  return `<s:Envelope ${namespaces}>${header}<s:Body>${body}</s:Body></s:Envelope>`;
}

/** The ways in which the codec reads an envelope. */
const readings: readonly (readonly [string, (xml: string, options: DecodeOptions) => unknown])[] = [
  ["whole", (xml, options) => messageValue(decodeMessage(xml, options))],
  ["in pieces of 7 characters", (xml, options) => messageValue(inPieces(xml, options, 7))],
  ["with all that XML allows", (xml, options) => messageValue(thorough(xml, options))],
];

function messageValue(message: ReturnType<typeof decodeMessage>): unknown {
  return message.kind === "fault" ? message : message.value;
}

function inPieces(xml: string, options: DecodeOptions, length: number) {
  const decoder = createDecoder(options);
  for (let at = 0; at < xml.length; at += length) decoder.write(xml.slice(at, at + length));
  return decoder.end();
}

function thorough(xml: string, options: DecodeOptions) {
  const decoder = new MessageDecoder(options, undefined, (handler) => new XmlTokenizer(handler));
  decoder.write(xml);
  return decoder.end();
}

/** Returns the decoded envelope, and the warnings, one a line. */
function read(reading: (xml: string, options: DecodeOptions) => unknown, xml: string, options: DecodeOptions) {
  const warnings: string[] = [];
  const onWarning = ({ path, detail, skipped }: DecodeWarning) =>
    warnings.push(`${path} ${detail}${skipped ? "" : " (read)"}`);
  return { value: reading(xml, { ...options, onWarning }), warnings };
}

const save = (members: string) => `<SaveForeignKey>${members}</SaveForeignKey>`;

const table: readonly (readonly [string, string, wcf: object, any: object, warnings: readonly string[]])[] = [
  [
    "parameters and members in order",
    save("<ForeignKey><Key>k</Key><Value>v</Value></ForeignKey><ApplicationName>a</ApplicationName>"),
    { ForeignKey: { Key: "k", Value: "v" }, ApplicationName: "a" },
    { ForeignKey: { Key: "k", Value: "v" }, ApplicationName: "a" },
    [],
  ],
  [
    "members backwards, one of them misspelt",
    save("<ForeignKey><TableName>contact</TableName><RecordId>2</RecordId><Valu>v</Valu><Key>k</Key></ForeignKey>"),
    { ForeignKey: { TableName: "contact" } },
    { ForeignKey: { TableName: "contact", RecordId: 2, Key: "k" } },
    [
      "Body/SaveForeignKey/ForeignKey/RecordId stands after TableName",
      "Body/SaveForeignKey/ForeignKey/Valu is not known (did you mean Value?)",
      "Body/SaveForeignKey/ForeignKey/Key stands after TableName",
    ],
  ],
  [
    "parameters backwards",
    save("<DeviceName>d</DeviceName><ApplicationName>a</ApplicationName><ForeignKey><Key>k</Key></ForeignKey>"),
    { DeviceName: "d" },
    { DeviceName: "d", ApplicationName: "a", ForeignKey: { Key: "k" } },
    [
      "Body/SaveForeignKey/ApplicationName stands after DeviceName",
      "Body/SaveForeignKey/ForeignKey stands after DeviceName",
    ],
  ],
  [
    "the base type's members after its own",
    save("<ForeignKey><Key>k</Key><TableRight><Reason>r</Reason></TableRight></ForeignKey>"),
    { ForeignKey: { Key: "k" } },
    { ForeignKey: { Key: "k", TableRight: { Reason: "r" } } },
    ["Body/SaveForeignKey/ForeignKey/TableRight stands after Key"],
  ],
  [
    "unknown ones between others, which do not count",
    save("<Unheard/><ForeignKey><x/><Key>k</Key></ForeignKey><ApplicationName>a</ApplicationName>"),
    { ForeignKey: { Key: "k" }, ApplicationName: "a" },
    { ForeignKey: { Key: "k" }, ApplicationName: "a" },
    ["Body/SaveForeignKey/Unheard is not known", "Body/SaveForeignKey/ForeignKey/x is not known"],
  ],
  [
    "one that comes twice: the first counts",
    save("<ApplicationName>a</ApplicationName><ApplicationName>b</ApplicationName>"),
    { ApplicationName: "a" },
    { ApplicationName: "a" },
    ["Body/SaveForeignKey/ApplicationName comes twice"],
  ],
  [
    "one that comes again after another",
    save("<ApplicationName>a</ApplicationName><DeviceName>d</DeviceName><ApplicationName>b</ApplicationName>"),
    { ApplicationName: "a", DeviceName: "d" },
    { ApplicationName: "a", DeviceName: "d" },
    ["Body/SaveForeignKey/ApplicationName comes twice"],
  ],
  [
    "one in no namespace",
    save('<ApplicationName xmlns="">a</ApplicationName><DeviceName>d</DeviceName>'),
    { DeviceName: "d" },
    { DeviceName: "d" },
    ["Body/SaveForeignKey/ApplicationName has no namespace"],
  ],
];

describe.each(readings)("read %s", (_how, reading) => {
  test.each(table)("%s", (_name, body, wcf, any, warnings) => {
    const xml = envelope(body);
    expect(reading(xml, { memberOrder: "wcf" })).toStrictEqual(wcf);
    expect(reading(xml, {})).toStrictEqual(any);
    expect(read(reading, xml, { memberOrder: "wcf" })).toStrictEqual({ value: wcf, warnings });
    const told = read(reading, xml, {});
    expect(told.value).toStrictEqual(any);
    expect(told.warnings.map((text) => text.replace(" (read)", ""))).toStrictEqual(warnings);
  });

  const configured = (pair: string) =>
    envelope(
      `<TestConnectionByConfig><ConfigFields><StringKeyValuePair>${pair}</StringKeyValuePair></ConfigFields></TestConnectionByConfig>`,
    );

  test("a dictionary's pair must have its Key first and then its Value", () => {
    const options = { memberOrder: "wcf" } as const;
    expect(reading(configured("<Key>a</Key><Value>1</Value>"), options)).toEqual({ ConfigFields: { a: "1" } });
    expect(reading(configured("<Value>1</Value><Key>a</Key>"), {})).toEqual({ ConfigFields: { a: "1" } });
    expect(() => reading(configured("<Value>1</Value><Key>a</Key>"), options)).toThrow(
      "[value_invalid] a pair of the dictionary has no Key",
    );
    expect(() => reading(configured("<Key>a</Key>"), options)).toThrow(
      '[value_invalid] the dictionary\'s pair with the Key "a" has no Value',
    );
  });

  test("an unknown item of an array is skipped, and told", () => {
    const ids = `<SaveErpConnectionSyncPriorities><ErpConnectionIds xmlns:a="http://schemas.microsoft.com/2003/10/Serialization/Arrays"><a:Int>1</a:Int><a:int>2</a:int></ErpConnectionIds></SaveErpConnectionSyncPriorities>`;
    expect(read(reading, envelope(ids), { memberOrder: "wcf" })).toStrictEqual({
      value: { ErpConnectionIds: [2] },
      warnings: ["Body/SaveErpConnectionSyncPriorities/ErpConnectionIds/Int is not known (did you mean int?)"],
    });
  });

  test("header blocks have no order; one outside of Header is told where only those in it are read", () => {
    const token = "<ApplicationToken>t</ApplicationToken>";
    const blocks = `<s:Header><Credentials><Ticket>7T:x</Ticket></Credentials>${token}</s:Header>`;
    expect(read(reading, envelope("<GetKey/>", blocks), { memberOrder: "wcf" }).warnings).toStrictEqual([]);
    const outside = read(reading, envelope("<GetKey/>", token), { headerBlocks: "in-header" });
    expect(outside.warnings).toStrictEqual(["ApplicationToken stands outside of Header"]);
    expect(read(reading, envelope("<GetKey/>", "<s:Headers/>"), {}).warnings).toStrictEqual([
      "Headers is not known (did you mean Header?)",
    ]);
  });

  test("one who has heard enough is told of no more", () => {
    const heard: string[] = [];
    const onWarning = ({ path }: DecodeWarning) => heard.push(path) < 2;
    reading(envelope(save("<a/><b/><c/><d/>")), { onWarning });
    expect(heard).toStrictEqual(["Body/SaveForeignKey/a", "Body/SaveForeignKey/b"]);
  });
});

test("the items of a list that streams are read by the same rule", async () => {
  const key = (members: string) => `<ForeignKey>${members}</ForeignKey>`;
  const items = key("<Key>a</Key><Value>1</Value>") + key("<Value>2</Value><Key>b</Key>") + key("<Key>c</Key>");
  const xml = envelope(`<GetApplicationKeysResponse><Response>${items}</Response></GetApplicationKeysResponse>`);
  const keys = async (options: DecodeOptions, length: number) => {
    async function* chunks() {
      for (let at = 0; at < xml.length; at += length) yield xml.slice(at, at + length);
    }
    const list = await decodeList(chunks(), options);
    const items: unknown[] = [];
    if (list.kind === "list") for await (const item of list.items) items.push(item);
    return items;
  };
  for (const length of [5, 60, 100_000]) {
    expect(await keys({}, length)).toEqual([{ Key: "a", Value: "1" }, { Key: "b", Value: "2" }, { Key: "c" }]);
    const warnings: string[] = [];
    const onWarning = ({ path }: DecodeWarning) => warnings.push(path);
    const options = { memberOrder: "wcf", onWarning } as const;
    expect(await keys(options, length)).toEqual([{ Key: "a", Value: "1" }, { Value: "2" }, { Key: "c" }]);
    expect(warnings).toStrictEqual(["Body/GetApplicationKeysResponse/Response/ForeignKey/Key"]);
  }
});

/** Returns the content of an element. */
type Part = Element | string;

/** An element as it stands in an envelope. */
interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly content: readonly Part[];
}

function treeOf(xml: string): Element {
  const parser = new SaxesParser();
  const root = { name: "", attributes: {}, content: [] as Part[] };
  const open = [root];
  parser.on("opentag", ({ name, attributes }) => {
    const element = { name, attributes, content: [] };
    open.at(-1)?.content.push(element);
    open.push(element);
  });
  parser.on("text", (text) => open.at(-1)?.content.push(text));
  parser.on("closetag", () => open.pop());
  parser.write(xml).close();
  return root.content[0] as Element;
}

const escaped = (text: string) =>
  text.replace(/[&<>"\r]/g, (character) => `&#${character.charCodeAt(0)};`).replaceAll("]]>", "]]&gt;");

function printed({ name, attributes, content }: Element): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  const inside = content.map((part) => (typeof part === "string" ? escaped(part) : printed(part)));
  return `<${name}${written.join("")}>${inside.join("")}</${name}>`;
}

const local = (name: string) => name.replace(/^.*:/, "");

/** The element with what stands in the operation's element replaced. */
function withBody(element: Element, change: (operation: Element) => Element): Element {
  const content = element.content.map((part) =>
    typeof part === "string"
      ? part
      : local(element.name) === "Body"
        ? change(part)
        : local(part.name) === "Body"
          ? withBody(part, change)
          : part,
  );
  return { ...element, content };
}

/** The members of every entity shuffled, some twice, some misspelt, some left out; by a random source. */
function shuffled(element: Element, xml: XmlType, random: () => number): Element {
  const parts = element.content.map((part) =>
    typeof part === "string" ? part : shuffled(part, innerType(xml, local(part.name)), random),
  );
  if (xml.kind !== "entity") return { ...element, content: parts };
  const content = parts
    .flatMap((part): readonly Part[] => (typeof part === "string" ? [part] : changed(part, random)))
    .map((part) => ({ part, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ part }) => part);
  return { ...element, content: random() < 0.3 ? parts : content };
}

function changed(element: Element, random: () => number): Element[] {
  const chance = random();
  if (chance < 0.1) return [element, element];
  if (chance < 0.2) return [{ ...element, name: `${element.name}s` }];
  return chance < 0.3 ? [] : [element];
}

/**
 * The element as DataContractSerializer sees it: of the members of an entity, only those whose index is higher than that
 * of the last one that was read. The expected element of an array or a dictionary may come again and again.
 */
function seenByWcf(element: Element, xml: XmlType): Element {
  const names = xml.kind === "entity" ? Object.keys(xml.members) : [];
  let last = -1;
  const content = element.content.flatMap((part): readonly Part[] => {
    if (typeof part === "string") return [part];
    const name = local(part.name);
    if (xml.kind === "entity") {
      const index = names.indexOf(name);
      if (index <= last) return [];
      last = index;
    }
    return [seenByWcf(part, innerType(xml, name))];
  });
  return { ...element, content };
}

const nothing: XmlType = { kind: "scalar", name: "string", namespace: "xsd" } as XmlType;

/** The type of a child: the types that contain themselves are not followed. */
function innerType(xml: XmlType, name: string): XmlType {
  const schema: Schema | undefined =
    xml.kind === "entity" ? xml.members[name] : xml.kind === "array" ? xml.item : undefined;
  return schema === undefined || schema.xml.kind === "self" ? nothing : schema.xml;
}

const requests = everyOperation(["Services88"]).filter(({ direction }) => direction === "request");

const shuffledRequests = fc.constantFrom(...requests).chain(({ schema, services, agent, operation }) =>
  fc
    .record({
      input: arbitrary<object>(schema as Schema<object>),
      randoms: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
    })
    .map(({ input, randoms }) => {
      const random = () => randoms.next().value ?? 0;
      const tree = treeOf(encodeRequest({ services, agent, operation, input }));
      const sent = withBody(tree, (element) => shuffled(element, schema.xml, random));
      return { xml: printed(sent), seen: printed(withBody(sent, (element) => seenByWcf(element, schema.xml))) };
    }),
);

/** Returns the value that was read, or the code of the error, such as for a missing item. */
function outcome(reading: (xml: string, options: DecodeOptions) => unknown, xml: string, options: DecodeOptions) {
  try {
    return read(reading, xml, options);
  } catch (error) {
    if (error instanceof DecodeError) return error.code;
    throw error;
  }
}

test("any members in any order are read as DataContractSerializer reads them, however the envelope comes", () => {
  fc.assert(
    fc.property(shuffledRequests, ({ xml, seen }) => {
      const [, whole] = readings[0] as (typeof readings)[number];
      const expected = outcome(whole, seen, {});
      for (const [, reading] of readings) {
        const actual = outcome(reading, xml, { memberOrder: "wcf" });
        if (typeof actual === "string" || typeof expected === "string") {
          expect(actual).toBe(expected);
        } else {
          // Vitest takes a dictionary with the key "constructor" for something of another class.
          expect(isDeepStrictEqual(actual.value, expected.value)).toBe(true);
          expect(expected.warnings).toStrictEqual([]);
          expect(actual.warnings.length > 0).toBe(xml !== seen);
        }
      }
    }),
    { numRuns: 300 },
  );
});
