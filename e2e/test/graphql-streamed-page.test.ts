import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { graphqlOver, ticket } from "./graphql-server.ts";
import { type Part, partsOf } from "./parts.ts";
import { responseTo, stubUpstream } from "./stub-upstream.ts";

const inParts = { ...ticket, accept: "multipart/mixed" };
const keys = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `<ForeignKey><Key>k${from + index}</Key></ForeignKey>`).join("");
/** A cursor of the version before: a position. */
const positionCursor = (place: number) => Buffer.from(`place:${place}`).toString("base64url");

/** The cursor of the item that is at a position. */
const cursor = (place: number) => expect.stringMatching(`^${Buffer.from(`item:[${place},"`).toString("base64url")}`);

interface Page {
  readonly foreignApp: { readonly keys: Readonly<Record<string, unknown>> };
}

/** GraphQL over an upstream whose list is written by hand. */
async function begun() {
  let begin: (response: ServerResponse) => void = () => {};
  const list = new Promise<ServerResponse>((resolve) => {
    begin = resolve;
  });
  const [head = "", tail = ""] = responseTo("GetApplicationKeys", "<Response>|</Response>").split("|");
  const { url, received } = await stubUpstream(({ operation }, response) => {
    if (operation === "GetAppByName")
      return responseTo(operation, "<Response><ForeignAppId>1</ForeignAppId><Name>erp</Name></Response>");
    response.writeHead(200, { "content-type": "text/xml; charset=utf-8" }).write(head);
    begin(response);
    return undefined;
  });
  const { post } = await graphqlOver(url);
  const ask = async (selection: string, args = "first: 5", signal?: AbortSignal) => {
    const query = `{ foreignApp(name: "erp") { keys(${args}) { ${selection} } } }`;
    return partsOf<Page>(await post({ query }, inParts, signal));
  };
  const lists = () => received.filter(({ operation }) => operation === "GetApplicationKeys").length;
  return { ask, list, tail, lists };
}

async function allOf(parts: AsyncIterable<Part<Page>>) {
  const items: unknown[] = [];
  let data: Page | undefined;
  for await (const part of parts) {
    data ??= part.data;
    expect(part.errors).toBeUndefined();
    for (const { items: more = [], errors } of part.incremental ?? []) {
      expect(errors).toBeUndefined();
      items.push(...more);
    }
  }
  return { keys: data?.foreignApp.keys, items };
}

test("a page's nodes come while NetServer still sends the page", async () => {
  const { ask, list } = await begun();
  const asked = ask("nodes @stream(initialCount: 1) { key }", "first: 4");
  const upstream = await list;
  upstream.write(keys(0, 2));
  const parts = await asked;
  expect((await parts.next()).value).toEqual({
    data: { foreignApp: { keys: { nodes: [{ key: "k0" }] } } },
    hasNext: true,
  });
  expect((await parts.next()).value).toMatchObject({ incremental: [{ items: [{ key: "k1" }] }] });
  const closed = once(upstream, "close");
  upstream.write(keys(2, 100));
  expect((await allOf(parts)).items).toEqual([{ key: "k2" }, { key: "k3" }]);
  // The items behind the page are not fetched.
  await closed;
  expect(upstream.writableFinished).toBe(false);
});

test("edges have their cursors, and what is asked of the page beside them is right and asked for once", async () => {
  const { ask, list, tail, lists } = await begun();
  const selection =
    "edges @stream { cursor node { key } } nodes { key } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }";
  const asked = ask(selection, `first: 2, after: "${positionCursor(0)}"`);
  (await list).end(keys(0, 3) + tail);
  const { keys: page, items } = await allOf(await asked);
  expect(page).toEqual({
    edges: [],
    nodes: [{ key: "k1" }, { key: "k2" }],
    pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: cursor(1), endCursor: cursor(2) },
  });
  expect(items).toEqual([
    { cursor: cursor(1), node: { key: "k1" } },
    { cursor: cursor(2), node: { key: "k2" } },
  ]);
  expect(lists()).toBe(1);
});

test("a page that another follows says so, also when that is deferred", async () => {
  const { ask, list, lists } = await begun();
  const asked = ask(
    "nodes @stream(initialCount: 1) { key } ... @defer { pageInfo { hasNextPage endCursor } }",
    "first: 2",
  );
  (await list).write(keys(0, 10));
  const deferred: unknown[] = [];
  for await (const { incremental = [] } of await asked) deferred.push(...incremental.flatMap(({ data }) => data ?? []));
  expect(deferred).toEqual([{ pageInfo: { hasNextPage: true, endCursor: cursor(1) } }]);
  expect(lists()).toBe(1);
});

test("what is asked of the page's end keeps nothing back that comes before it", async () => {
  const { ask, list, tail } = await begun();
  const asked = ask("edges @stream(initialCount: 1) { node { key } } ... @defer { pageInfo { endCursor } }");
  const upstream = await list;
  upstream.write(keys(0, 1));
  const parts = await asked;
  expect((await parts.next()).value).toMatchObject({ hasNext: true });
  for (const place of [1, 2]) {
    upstream.write(keys(place, place + 1));
    const items = [{ node: { key: `k${place}` } }];
    expect((await parts.next()).value).toMatchObject({ incremental: [{ items }], hasNext: true });
  }
  upstream.end(tail);
  const deferred: unknown[] = [];
  for await (const { incremental = [] } of parts) deferred.push(...incremental.map(({ data }) => data));
  expect(deferred).toEqual([{ pageInfo: { endCursor: cursor(2) } }]);
});

test("a page without items is empty", async () => {
  const { ask, list, tail } = await begun();
  const asked = ask("nodes @stream { key } pageInfo { hasNextPage startCursor endCursor }");
  (await list).end(tail);
  expect(await allOf(await asked)).toEqual({
    keys: { nodes: [], pageInfo: { hasNextPage: false, startCursor: null, endCursor: null } },
    items: [],
  });
});

test("NetServer is left when the reader of a page goes", async () => {
  const { ask, list } = await begun();
  const leaving = new AbortController();
  const asked = ask("nodes @stream(initialCount: 1) { key }", "first: 1000", leaving.signal);
  const upstream = await list;
  upstream.write(keys(0, 3));
  await (await asked).next();
  const closed = once(upstream, "close");
  leaving.abort();
  await closed;
  expect(upstream.writableFinished).toBe(false);
});

test("a page that breaks off ends in an error of a known kind", async () => {
  const { ask, list } = await begun();
  const asked = ask("nodes @stream(initialCount: 1) { key }");
  const upstream = await list;
  upstream.write(keys(0, 2));
  const parts = await asked;
  await parts.next();
  await parts.next();
  upstream.destroy();
  const seen: unknown[] = [];
  for await (const { incremental = [] } of parts) seen.push(...incremental.flatMap(({ errors = [] }) => errors));
  expect(seen).toMatchObject([{ extensions: { code: "UPSTREAM_UNAVAILABLE" } }]);
});

test("without a client that takes parts the page is read as a whole", async () => {
  const { url } = await stubUpstream(({ operation }) =>
    operation === "GetAppByName"
      ? responseTo(operation, "<Response><ForeignAppId>1</ForeignAppId><Name>erp</Name></Response>")
      : responseTo(operation, `<Response>${keys(0, 3)}</Response>`),
  );
  const { post } = await graphqlOver(url);
  const query = '{ foreignApp(name: "erp") { keys(first: 2) { nodes @stream { key } pageInfo { hasNextPage } } } }';
  const response = await post({ query }, { ...ticket, accept: "application/json" });
  expect(await response.json()).toEqual({
    data: { foreignApp: { keys: { nodes: [{ key: "k0" }, { key: "k1" }], pageInfo: { hasNextPage: true } } } },
  });
});
