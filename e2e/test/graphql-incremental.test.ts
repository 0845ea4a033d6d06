import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { graphqlOver, ticket } from "./graphql-server.ts";
import { type Part, partsOf } from "./parts.ts";
import { fault, responseTo, stubUpstream } from "./stub-upstream.ts";

const inParts = { ...ticket, accept: "multipart/mixed" };
const query = '{ applicationKeys(applicationName: "erp") @stream(initialCount: 2) { key value } }';

interface StreamedKeys {
  readonly applicationKeys?: readonly unknown[];
}

/** All items of the streamed list in some parts. */
function itemsIn(parts: readonly Part<StreamedKeys>[]): unknown[] {
  return parts.flatMap(({ data, incremental = [] }) => [
    ...(data?.applicationKeys ?? []),
    ...incremental.flatMap(({ items }) => items ?? []),
  ]);
}

const key = (index: number) => `<ForeignKey><Key>k${index}</Key><Value>00${index}</Value></ForeignKey>`;
const keys = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => key(from + index)).join("");

/** An upstream that begins a list, and what is sent of it by hand. */
async function listUpstream() {
  let began: (response: ServerResponse) => void = () => {};
  const begun = new Promise<ServerResponse>((resolve) => {
    began = resolve;
  });
  const [head = "", tail = ""] = responseTo("GetApplicationKeys", "<Response>|</Response>").split("|");
  const { url } = await stubUpstream((_request, response) => {
    response.writeHead(200, { "content-type": "text/xml; charset=utf-8" }).write(head);
    began(response);
    return undefined;
  });
  return { url, begun, tail };
}

/** Writes a list that never ends, as fast as it is read; how many bytes so far, is told by `written`. */
async function writeForEver(response: ServerResponse, progress: { written: number }) {
  const thousand = keys(0, 1000);
  const gone = once(response, "close");
  while (!response.destroyed) {
    progress.written += thousand.length;
    if (!response.write(thousand)) await Promise.race([once(response, "drain"), gone]);
  }
}

describe("a streamed list", () => {
  test("of 100,000 keys begins while the SOAP response is still coming in", async () => {
    const { url, begun, tail } = await listUpstream();
    const { post } = await graphqlOver(url);
    const posted = post({ query }, inParts);
    const upstream = await begun;
    upstream.write(keys(0, 3));
    const response = await posted;
    expect(response.headers.get("content-type")).toContain("multipart/mixed");
    const parts = partsOf<StreamedKeys>(response);
    const first = await parts.next();
    expect(first.value).toEqual({
      data: {
        applicationKeys: [
          { key: "k0", value: "000" },
          { key: "k1", value: "001" },
        ],
      },
      hasNext: true,
    });
    const second = await parts.next();
    expect(second.value).toMatchObject({ incremental: [{ items: [{ key: "k2" }], path: ["applicationKeys", 2] }] });
    upstream.end(keys(3, 100_000) + tail);
    const rest: Part<StreamedKeys>[] = [];
    for await (const part of parts) rest.push(part);
    expect(itemsIn(rest)).toEqual(
      Array.from({ length: 99_997 }, (_, index) => ({ key: `k${index + 3}`, value: `00${index + 3}` })),
    );
    expect(rest.at(-1)).toMatchObject({ hasNext: false });
  });

  test("that is read slowly is not fetched ahead", async () => {
    const { url, begun } = await listUpstream();
    const { post } = await graphqlOver(url);
    const posted = post({ query }, inParts);
    const progress = { written: 0 };
    const writing = writeForEver(await begun, progress);
    const reader = (await posted).body!.getReader();
    await reader.read();
    for (let before = -1; progress.written !== before; await pause(1000)) {
      before = progress.written;
      // As much as fills the buffers on the way; without a limit it would be written at many times this rate.
      expect(before).toBeLessThan(50_000_000);
    }
    await reader.cancel();
    await writing;
  });

  test("is left when its reader goes", async () => {
    const { url, begun } = await listUpstream();
    const { post } = await graphqlOver(url);
    const leaving = new AbortController();
    const posted = post({ query }, inParts, leaving.signal);
    const upstream = await begun;
    upstream.write(keys(0, 10));
    await partsOf<StreamedKeys>(await posted).next();
    const closed = once(upstream, "close");
    leaving.abort();
    await closed;
    expect(upstream.writableFinished).toBe(false);
  });

  test("that breaks off ends in an error of a known kind", async () => {
    const { url, begun } = await listUpstream();
    const { post } = await graphqlOver(url);
    const posted = post({ query }, inParts);
    const upstream = await begun;
    upstream.write(keys(0, 5));
    const parts: Part<StreamedKeys>[] = [];
    for await (const part of partsOf<StreamedKeys>(await posted)) {
      parts.push(part);
      if (itemsIn(parts).length === 5) upstream.destroy();
    }
    const errors = parts.flatMap(({ incremental = [] }) => incremental.flatMap((part) => part.errors ?? []));
    expect(errors).toMatchObject([
      { message: "NetServer did not answer.", extensions: { code: "UPSTREAM_UNAVAILABLE", reason: "interrupted" } },
    ]);
    expect(JSON.stringify(parts)).not.toContain("127.0.0.1");
  });

  test("may take longer than a call, but not longer than a list", async () => {
    const { url, begun } = await listUpstream();
    const { post } = await graphqlOver(url, { limits: { timeoutMs: 200, streamTimeoutMs: 600 } });
    const posted = post({ query }, inParts);
    const upstream = await begun;
    upstream.write(keys(0, 3));
    const parts = partsOf<StreamedKeys>(await posted);
    await parts.next();
    await parts.next();
    await pause(300);
    upstream.write(keys(3, 4));
    expect((await parts.next()).value).toMatchObject({ incremental: [{ items: [{ key: "k3" }] }] });
    expect((await parts.next()).value).toMatchObject({
      incremental: [{ errors: [{ extensions: { code: "TIMEOUT" } }] }],
    });
    await vi.waitFor(() => expect(upstream.closed).toBe(true));
  });

  test("has to begin in the time of a call", async () => {
    const { url, begun } = await listUpstream();
    const { post } = await graphqlOver(url, { limits: { timeoutMs: 200 } });
    const parts: Part<StreamedKeys>[] = [];
    for await (const part of partsOf<StreamedKeys>(await post({ query }, inParts))) parts.push(part);
    expect(parts).toMatchObject([{ data: { applicationKeys: null }, errors: [{ extensions: { code: "TIMEOUT" } }] }]);
    const upstream = await begun;
    await vi.waitFor(() => expect(upstream.closed).toBe(true));
  });

  test("that NetServer refuses is null, with the reason", async () => {
    const { url } = await stubUpstream(() => fault("Nei"));
    const { post } = await graphqlOver(url);
    const parts: Part<StreamedKeys>[] = [];
    for await (const part of partsOf<StreamedKeys>(await post({ query }, inParts))) parts.push(part);
    expect(parts).toMatchObject([{ data: { applicationKeys: null }, errors: [{ message: "Nei" }] }]);
  });

  test("may wait for more items than are made ahead", async () => {
    const { url } = await stubUpstream(({ operation }) =>
      responseTo(operation, `<Response>${keys(0, 5000)}</Response>`),
    );
    const { post } = await graphqlOver(url);
    const parts: Part<StreamedKeys>[] = [];
    for await (const part of partsOf<StreamedKeys>(await post({ query: query.replace("2", "4000") }, inParts)))
      parts.push(part);
    expect(parts[0]?.data?.applicationKeys).toHaveLength(4000);
    expect(itemsIn(parts)).toHaveLength(5000);
  });

  test.each(["Services75", "Services88"] as const)("is one list where it is not wanted: %s", async (services) => {
    const { url } = await stubUpstream(({ operation }) =>
      responseTo(operation, `<Response>${keys(0, 3)}</Response>`, "", services),
    );
    const { ask } = await graphqlOver(url, { services });
    const unwanted = query.replace("@stream(", "@stream(if: false, ");
    expect(await ask(unwanted)).toMatchObject({ data: { applicationKeys: [{ key: "k0" }, { key: "k1" }, {}] } });
  });

  test.each(["application/json", "application/graphql-response+json"])(
    "is one list for a client that takes %s only",
    async (accept) => {
      const { url } = await stubUpstream(({ operation }) =>
        responseTo(operation, `<Response>${keys(0, 3)}</Response>`),
      );
      const { post } = await graphqlOver(url);
      const response = await post({ query }, { ...ticket, accept });
      expect(response.headers.get("content-type")).toContain(accept);
      expect(await response.json()).toMatchObject({ data: { applicationKeys: [{ key: "k0" }, { key: "k1" }, {}] } });
    },
  );

  test("comes as events to a client that takes those", async () => {
    const { url } = await stubUpstream(({ operation }) => responseTo(operation, `<Response>${keys(0, 3)}</Response>`));
    const { post } = await graphqlOver(url);
    const events = await (await post({ query }, { ...ticket, accept: "text/event-stream" })).text();
    expect(events).toMatch(/event: next\ndata: \{"data".*event: next\ndata: \{"incremental".*event: complete/s);
  });
});

test("a deferred fragment comes after the rest, and its errors are masked too", async () => {
  let release: () => void = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { url } = await stubUpstream(({ operation }, response) => {
    if (operation === "GetAppByName")
      return responseTo(operation, "<Response><ForeignAppId>1</ForeignAppId><Name>erp</Name></Response>");
    void released.then(() => response.writeHead(500).end("SELECT secret"));
    return undefined;
  });
  const { post } = await graphqlOver(url);
  const deferred = '{ foreignApp(name: "erp") { name ... @defer(label: "keys") { keys { nodes { key } } } } }';
  const parts = partsOf<StreamedKeys>(await post({ query: deferred }, inParts));
  expect((await parts.next()).value).toEqual({ data: { foreignApp: { name: "erp" } }, hasNext: true });
  release();
  const { value } = await parts.next();
  expect(value).toMatchObject({
    incremental: [
      { label: "keys", data: null, path: ["foreignApp"], errors: [{ extensions: { code: "UPSTREAM_UNAVAILABLE" } }] },
    ],
    hasNext: false,
  });
  expect(JSON.stringify(value)).not.toMatch(/127\.0\.0\.1|SELECT/);
});

test("fifty of a long list are fifty: the rest is not fetched", async () => {
  const progress = { written: 0 };
  const [head = ""] = responseTo("GetApplicationKeys", "<Response>|</Response>").split("|");
  const closed = vi.fn();
  const { url } = await stubUpstream(({ operation }, response) => {
    if (operation === "GetAppByName")
      return responseTo(operation, "<Response><ForeignAppId>1</ForeignAppId><Name>erp</Name></Response>");
    response.writeHead(200, { "content-type": "text/xml; charset=utf-8" }).write(head);
    void writeForEver(response, progress).then(closed);
    return undefined;
  });
  const { ask } = await graphqlOver(url);
  const page = '{ foreignApp(name: "erp") { keys(first: 50) { nodes { key } pageInfo { hasNextPage } } } }';
  const nodes = Array.from({ length: 50 }, (_, index) => ({ key: `k${index}` }));
  expect(await ask(page)).toEqual({ data: { foreignApp: { keys: { nodes, pageInfo: { hasNextPage: true } } } } });
  await vi.waitFor(() => expect(closed).toHaveBeenCalled());
  expect(progress.written).toBeLessThan(10_000_000);
});
