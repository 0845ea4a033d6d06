import type { ArrayType, Schema } from "@superoffice-soap/schema";
import { exampleOf } from "@superoffice-soap/testkit";
import { describe, expect, test } from "vitest";
import { type Dialect, decodeList, decodeMessage, encodeFault, encodeList, encodeResponse } from "../../src/index.ts";
import { type Case, everyOperation } from "../every-operation.ts";

const target = { services: "Services88", agent: "ForeignSystem", operation: "GetDeviceKeys" } as const;

function keysOf(count: number): object[] {
  return Array.from({ length: count }, (_, i) => ({ Key: `key-${i}`, Value: "æ & ø", RecordId: i }));
}

async function* chunked(text: string, size: number, onEnd = () => {}): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  try {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  } finally {
    onEnd();
  }
}

async function gather<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of source) all.push(item);
  return all;
}

async function openList(text: string, size = 100, onEnd?: () => void) {
  const list = await decodeList(chunked(text, size, onEnd));
  if (list.kind === "fault") throw new Error("a fault");
  return list;
}

describe.each<Dialect>(["wcf", "soap12", "documented"])("a list in the %s dialect", (dialect) => {
  test.each([0, 1, 2000])("of %i items is the same written item by item as written whole", async (count) => {
    const items = keysOf(count);
    const pieces = await gather(encodeList({ ...target, items }, dialect));
    expect(pieces.join("")).toBe(encodeResponse({ ...target, output: { Response: items } }, dialect));
    if (count === 2000 && dialect !== "documented") expect(pieces.length).toBeGreaterThan(5);
  });

  test("of long items is given on one by one, so that never many of them are in memory", async () => {
    const items = keysOf(20).map((key) => ({ ...key, Value: "x".repeat(100_000) }));
    const pieces = await gather(encodeList({ ...target, items }, dialect));
    expect(pieces.join("")).toBe(encodeResponse({ ...target, output: { Response: items } }, dialect));
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(105_000);
  });

  test.each([true, false])("of any operation is the same either way, with complete: %s", async (complete) => {
    const lists = everyOperation().filter(isList);
    expect(lists.length).toBeGreaterThan(100);
    for (const list of lists) {
      const items = sampleItems(list);
      const pieces = await gather(encodeList({ ...list, items, complete }, dialect));
      const output = { [list.definition.result!]: items };
      expect(pieces.join(""), list.name).toBe(encodeResponse({ ...list, output, complete }, dialect));
    }
  });

  test("has nil where an item is missing", async () => {
    const pieces = await gather(encodeList({ ...target, items: [undefined as never, { Key: "a" }] }, dialect));
    expect(pieces.join("")).toBe(encodeResponse({ ...target, output: { Response: [null, { Key: "a" }] } }, dialect));
  });

  test("is read item by item", async () => {
    const items = keysOf(300);
    const list = await openList(encodeResponse({ ...target, output: { Response: items } }, dialect));
    expect(list).toMatchObject({ kind: "list", dialect, ...target, nil: false });
    expect(await gather(list.items)).toStrictEqual(items);
  });
});

function isList({ direction, definition, schema }: Case): boolean {
  return direction === "response" && schema.xml.members[definition.result ?? ""]?.xml.kind === "array";
}

/** Items with everything in them, with members that are nil, with nothing, and nil, as far as the schema allows them. */
function sampleItems({ definition, schema }: Case): unknown[] {
  const result = definition.result!;
  const example = exampleOf(definition, "response", "2021-11-30T13:23:41Z");
  // `isList` has looked.
  const { item } = schema.xml.members[result]!.xml as ArrayType;
  return [...(example[result] as unknown[]), ...sparseItems(item), ...(item.nillable ? [null] : [])];
}

function sparseItems({ xml }: Schema): object[] {
  if (xml.kind !== "entity") return [];
  const nillable = Object.entries(xml.members).filter(([, member]) => member.nillable);
  return [Object.fromEntries(nillable.map(([name]) => [name, null])), {}];
}

test("header blocks are there before the first item", async () => {
  const headers = { Succeeded: false, ExceptionInfo: { Message: "No" } };
  const list = await openList(encodeResponse({ ...target, output: { Response: [] }, headers }), 10);
  expect(list.headers).toMatchObject(headers);
});

test("a nil result has no items, and says that it is nil", async () => {
  const list = await openList(encodeResponse({ ...target, output: { Response: null } }));
  expect(list.nil).toBe(true);
  expect(await gather(list.items)).toStrictEqual([]);
});

test("what answers with no list is refused, and what answers with a list that is absent is not", async () => {
  const opened = async (response: string) => openList(response);
  const noList = { ...target, operation: "GetKey", output: { Response: { Key: "a" } } } as const;
  await expect(opened(encodeResponse(noList))).rejects.toMatchObject({
    code: "operation_unknown",
    detail: "GetKey does not answer with a list",
  });
  expect(await opened(encodeResponse({ ...target, output: {} }))).toMatchObject({ nil: true });
});

test("nil items stay in their place", async () => {
  const list = await openList(encodeResponse({ ...target, output: { Response: [null, { Key: "a" }] } }));
  expect(await gather(list.items)).toStrictEqual([null, { Key: "a" }]);
});

test("the first items come while the rest is still on its way", async () => {
  const text = encodeResponse({ ...target, output: { Response: keysOf(2) } });
  const cut = text.indexOf("</ForeignKey>") + "</ForeignKey>".length;
  const rest = withResolvers();
  async function* slow(): AsyncGenerator<string> {
    yield text.slice(0, cut);
    await rest.promise;
    yield text.slice(cut);
  }
  const list = await decodeList(slow());
  if (list.kind === "fault") throw new Error("a fault");
  expect(await list.items.next()).toMatchObject({ value: { Key: "key-0" } });
  rest.resolve(undefined);
  expect(await gather(list.items)).toMatchObject([{ Key: "key-1" }]);
});

function withResolvers() {
  let resolve: (value: unknown) => void = () => {};
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

test("a reader that leaves early ends the source", async () => {
  let ended = false;
  const list = await openList(encodeResponse({ ...target, output: { Response: keysOf(100) } }), 500, () => {
    ended = true;
  });
  for await (const _ of list.items) break;
  expect(ended).toBe(true);
});

test("a reader that leaves before the first item ends the source", async () => {
  let ended = false;
  const list = await openList(encodeResponse({ ...target, output: { Response: keysOf(100) } }), 500, () => {
    ended = true;
  });
  await list.items.return();
  expect(ended).toBe(true);
  expect(await list.items.next()).toStrictEqual({ done: true, value: undefined });
});

test("a writer whose reader leaves early ends the items", async () => {
  let ended = false;
  async function* items(): AsyncGenerator<object> {
    try {
      yield* keysOf(5000);
    } finally {
      ended = true;
    }
  }
  for await (const _ of encodeList({ ...target, items: items() })) break;
  expect(ended).toBe(true);
});

test("an error further on rejects the iteration, after the items before it", async () => {
  let ended = false;
  const text = encodeResponse({ ...target, output: { Response: keysOf(3) } }).replace(">2</RecordId>", ">x</RecordId>");
  const list = await openList(text, 50, () => {
    ended = true;
  });
  const seen: unknown[] = [];
  const reading = async () => {
    for await (const item of list.items) seen.push(item);
  };
  await expect(reading()).rejects.toThrow(
    '"x" is no xs:int at Body/GetDeviceKeysResponse/Response/ForeignKey/RecordId',
  );
  expect(seen).toHaveLength(2);
  expect(ended).toBe(true);
});

const damaged = encodeResponse({ ...target, output: { Response: keysOf(3) } }).replace(">2</Rec", ">x</Rec");

describe.each([
  ["a bad value", damaged, "value_invalid"],
  ["a wrong tag", damaged.replace(">x</RecordId>", ">2</Record>"), "xml_malformed"],
  ["a cut", damaged.slice(0, damaged.indexOf(">x</Rec")), "xml_truncated"],
])("%s in the third item", (_name, text, code) => {
  test.each([1, 50, 700, text.length])("leaves the two before it, in chunks of %i bytes", async (size) => {
    let ended = false;
    const list = await openList(text, size, () => {
      ended = true;
    });
    expect(await list.items.next()).toMatchObject({ value: { Key: "key-0" } });
    expect(await list.items.next()).toMatchObject({ value: { Key: "key-1" } });
    await expect(list.items.next()).rejects.toMatchObject({ code });
    expect(await list.items.next()).toMatchObject({ done: true });
    expect(ended).toBe(true);
  });
});

test("what is wrong before the list rejects immediately, and ends the source", async () => {
  let ended = false;
  const text = encodeResponse({ ...target, output: { Response: keysOf(3) } });
  const wrong = text.replace(">true<", ">maybe<");
  await expect(
    openList(wrong, wrong.length - 1, () => {
      ended = true;
    }),
  ).rejects.toThrow('"maybe" is no xs:boolean');
  expect(ended).toBe(true);
});

test("a cut list is an error, not a short list", async () => {
  const text = encodeResponse({ ...target, output: { Response: keysOf(3) } });
  const list = await openList(text.slice(0, -60));
  await expect(gather(list.items)).rejects.toThrow("[xml_truncated]");
});

test("a fault is a fault", async () => {
  const fault = { code: "server", message: "Broken" } as const;
  expect(await decodeList(chunked(encodeFault(fault), 20))).toStrictEqual({ kind: "fault", dialect: "wcf", fault });
});

test("an item that does not fit is named by its index", async () => {
  const items = [{ Key: "a" }, { Key: 5 as never }];
  await expect(gather(encodeList({ ...target, items }))).rejects.toThrow("expected xs:string but found 5 at [1].Key");
});

test("an operation that has no list is refused", async () => {
  const list = { ...target, operation: "GetKey", items: [] };
  await expect(gather(encodeList(list))).rejects.toThrow("GetKey does not answer with a list");
});

test("a list that is read whole is the same", () => {
  const items = keysOf(10);
  const message = decodeMessage(encodeResponse({ ...target, output: { Response: items } }));
  expect(message).toMatchObject({ value: { Response: items } });
});
