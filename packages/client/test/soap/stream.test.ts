import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { encodeList } from "@superoffice-soap/codec";
import { describe, expect, test } from "vitest";
import { startSocketServer } from "../../../../test-support/local-server.ts";
import { createClient } from "../../src/index.ts";
import { stopClock } from "../stop-clock.ts";
import { gate, type Received, startUpstream } from "../stub-upstream.ts";

const key = (index: number) => ({ Key: "erp-id", Value: String(index), RecordId: index });

function envelopeOf(
  { message: { services, agent, operation } }: Received,
  items: Iterable<unknown> | AsyncIterable<unknown>,
) {
  return encodeList({ services, agent, operation, items });
}

/** An upstream that answers with so many keys and waits for `resume` after the first. */
async function slowUpstream(count: number) {
  const { opened: waited, open: resume } = gate();
  let response: ServerResponse | undefined;
  const upstream = await startUpstream(async (request, served) => {
    response = served;
    served.writeHead(200, { "content-type": "text/xml" });
    let text = "";
    for await (const part of envelopeOf(
      request,
      Array.from({ length: count }, (_, index) => key(index)),
    ))
      text += part;
    const [head = "", ...rest] = text.split("</ForeignKey>");
    served.write(`${head}</ForeignKey>`);
    await waited;
    served.end(rest.join("</ForeignKey>"));
    return undefined;
  });
  return { ...upstream, resume, response: () => response };
}

describe("a list's items", () => {
  test("come one by one, all of them", async () => {
    const { url } = await startUpstream(() => ({ output: { Response: [key(1), null, key(3)] } }));
    const items = [];
    for await (const item of createClient({ url }).ForeignSystem.GetApplicationKeys.items({ ApplicationName: "erp" })) {
      items.push(item?.RecordId ?? null);
    }
    expect(items).toEqual([1, null, 3]);
  });

  test("begin before the list has ended", async () => {
    const { url, resume } = await slowUpstream(3);
    const items = createClient({ url }).ForeignSystem.GetApplicationKeys.items({})[Symbol.asyncIterator]();
    expect(await items.next()).toMatchObject({ value: { RecordId: 0 } });
    resume();
    expect(await items.next()).toMatchObject({ value: { RecordId: 1 } });
    expect(await items.next()).toMatchObject({ value: { RecordId: 2 } });
    expect(await items.next()).toEqual({ done: true, value: undefined });
  });

  test.each([
    ["an empty list", { Response: [] }],
    ["a result of nil", { Response: null }],
  ])("of %s are none", async (_, output) => {
    const { url } = await startUpstream(() => ({ output }));
    for await (const item of createClient({ url }).ForeignSystem.GetApplicationKeys.items({}))
      expect(item).toBe("none");
  });

  test("are not asked for before the loop begins, and again by each loop", async () => {
    const { url, received } = await startUpstream(() => ({ output: { Response: [key(1)] } }));
    const { ForeignSystem } = createClient({ url });
    const items = ForeignSystem.GetApplicationKeys.items({});
    await ForeignSystem.GetDeviceKeys({});
    // One that was sent before this call would have come before it.
    expect(received).toHaveLength(1);
    for await (const _ of items);
    for await (const _ of items);
    expect(received).toHaveLength(3);
  });

  test("are to be had from any NetServer's port too", async () => {
    const { url } = await startUpstream(() => ({ output: { Response: [key(7)] } }));
    const context = { services: "Services84" } as const;
    const list = await createClient({ url }).stream("ForeignSystem", "GetDeviceKeys", {}, context);
    if (list.nil) expect.fail("the list is nil");
    for await (const item of list.items) expect(item).toMatchObject(key(7));
  });

  test("are not kept: a list may be longer than an answer", async () => {
    const { url } = await startUpstream(async (request, response) => {
      response.writeHead(200, { "content-type": "text/xml" });
      const many = Array.from({ length: 5_000 }, (_, index) => key(index));
      for await (const part of envelopeOf(request, many)) response.write(part);
      response.end();
      return undefined;
    });
    const client = createClient({ url, maxResponseBytes: 200_000 });
    let count = 0;
    for await (const _ of client.ForeignSystem.GetApplicationKeys.items({})) count++;
    expect(count).toBe(5_000);
    await expect(client.ForeignSystem.GetApplicationKeys({})).rejects.toMatchObject({ code: "response_too_large" });
  });
});

describe("leaving the loop", () => {
  test("stops the upstream", async () => {
    let written = 0;
    const { url } = await startUpstream(async (request, response) => {
      response.writeHead(200, { "content-type": "text/xml" });
      const endless = (function* () {
        for (let index = 0; !response.destroyed; index++) yield key(index);
      })();
      for await (const part of envelopeOf(request, endless)) {
        written += part.length;
        if (response.write(part)) continue;
        const either = new AbortController();
        await Promise.race(["drain", "close"].map((event) => once(response, event, { signal: either.signal })));
        either.abort();
      }
      return undefined;
    });
    let count = 0;
    for await (const _ of createClient({ url }).ForeignSystem.GetApplicationKeys.items({})) if (++count === 50) break;
    expect(count).toBe(50);
    expect(written).toBeLessThan(20_000_000);
  });

  test("does not wait for the next item", async () => {
    const { url, response } = await slowUpstream(3);
    const items = createClient({ url }).ForeignSystem.GetApplicationKeys.items({})[Symbol.asyncIterator]();
    await items.next();
    const pending = items.next();
    const closed = once(response() as ServerResponse, "close");
    expect(await items.return?.()).toEqual({ done: true, value: undefined });
    expect(await pending).toEqual({ done: true, value: undefined });
    await closed;
  });

  test("gives the place at the upstream to the next call", async () => {
    const { url } = await startUpstream(() => ({ output: { Response: [key(1), key(2)] } }));
    const client = createClient({ url, concurrency: 1, timeoutMs: 2_000 });
    for await (const _ of client.ForeignSystem.GetApplicationKeys.items({})) break;
    for await (const _ of client.ForeignSystem.GetApplicationKeys.items({}));
    expect(await client.ForeignSystem.GetApplicationKeys({})).toHaveLength(2);
  });
});

describe("a list that fails", () => {
  test("before it begins rejects the loop, and is tried again where that is safe", async () => {
    let calls = 0;
    const { url } = await startUpstream((_, response) => {
      if (++calls > 1) return { output: { Response: [key(1)] } };
      response.writeHead(503).end();
      return undefined;
    });
    const client = createClient({ url, retry: { initialDelayMs: 1 } });
    const items = [];
    for await (const item of client.ForeignSystem.GetApplicationKeys.items({})) items.push(item);
    expect(items).toHaveLength(1);
    expect(calls).toBe(2);
  });

  test("by Succeeded=false is NetServer's error", async () => {
    const headers = { Succeeded: false, ExceptionInfo: { Message: "no", ExceptionType: "X" } };
    const { url } = await startUpstream(() => ({ output: { Response: [] }, headers }));
    const items = createClient({ url }).ForeignSystem.GetApplicationKeys.items({})[Symbol.asyncIterator]();
    await expect(items.next()).rejects.toMatchObject({ name: "NetServerError", message: "no" });
  });

  test("by Succeeded=false is read no further", async () => {
    let closed: Promise<unknown> | undefined;
    const { url } = await startUpstream(async (request, response) => {
      closed = once(response, "close");
      const { services, agent, operation } = request.message;
      const failed = { services, agent, operation, headers: { Succeeded: false } };
      for await (const part of encodeList({ ...failed, items: Array.from({ length: 100 }, () => key(1)) })) {
        response.write(part.replace("</s:Envelope>", ""));
      }
      return undefined;
    });
    const items = createClient({ url }).ForeignSystem.GetApplicationKeys.items({})[Symbol.asyncIterator]();
    await expect(items.next()).rejects.toMatchObject({ name: "NetServerError" });
    await closed;
  });

  test("by a fault is NetServer's error", async () => {
    const { url } = await startUpstream(() => ({ fault: { code: "server", message: "no" } }));
    const items = createClient({ url }).ForeignSystem.GetApplicationKeys.items({})[Symbol.asyncIterator]();
    await expect(items.next()).rejects.toMatchObject({ name: "NetServerError", message: "no" });
  });

  const begin = async (count: number) => {
    const parts: string[] = [];
    const target = { services: "Services88", agent: "ForeignSystem", operation: "GetApplicationKeys" } as const;
    for await (const part of encodeList({ ...target, items: [key(1), key(2)] })) parts.push(part);
    const text = parts.join("").split("</ForeignKey>").slice(0, count).join("</ForeignKey>");
    return `HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\n\r\n${text}</ForeignKey>`;
  };

  const readAll = async (url: string) => {
    for await (const _ of createClient({ url }).ForeignSystem.GetApplicationKeys.items({}));
  };

  test("because the connection breaks, rejects after the items that came", async () => {
    const head = await begin(1);
    const url = await startSocketServer((socket) => socket.write(head, () => socket.resetAndDestroy()));
    const items = createClient({ url }).ForeignSystem.GetApplicationKeys.items({})[Symbol.asyncIterator]();
    expect(await items.next()).toMatchObject({ value: key(1) });
    await expect(items.next()).rejects.toMatchObject({ name: "TransportError", code: "interrupted", retrySafe: true });
  });

  test("because the document ends early, rejects after the items that came", async () => {
    const head = await begin(1);
    const url = await startSocketServer((socket) => socket.end(head));
    const items = createClient({ url }).ForeignSystem.GetApplicationKeys.items({})[Symbol.asyncIterator]();
    expect(await items.next()).toMatchObject({ value: key(1) });
    await expect(items.next()).rejects.toMatchObject({ code: "interrupted", status: 200 });
  });

  test("because the document ends early, says so, and not that nothing came", async () => {
    const head = await begin(1);
    const url = await startSocketServer((socket) => socket.end(head));
    await expect(readAll(url)).rejects.toThrow(/ends too early: <\w+> is not closed$/);
  });

  test.each([
    ["a value does not fit", "<ForeignKey><RecordId>x</RecordId></ForeignKey>", "value_invalid"],
    ["it is no XML any more", "<ForeignKey><Key>a & b</Key></ForeignKey>", "xml_malformed"],
  ])("because %s, says so, also right after an item", async (_, more, code) => {
    const head = await begin(1);
    const url = await startSocketServer((socket) => socket.end(head + more));
    await expect(readAll(url)).rejects.toMatchObject({ name: "DecodeError", code });
  });

  test("because nothing more comes, rejects in time", async () => {
    const time = stopClock();
    const head = await begin(1);
    const url = await startSocketServer((socket) => socket.write(head));
    const items = createClient({ url, timeoutMs: 100 })
      .ForeignSystem.GetApplicationKeys.items({})
      [Symbol.asyncIterator]();
    expect(await items.next()).toMatchObject({ value: key(1) });
    const next = expect(items.next()).rejects.toMatchObject({ name: "TransportError", code: "timeout" });
    await expect.poll(time.delays).toEqual([100]);
    time.advance(100);
    await next;
  });

  test.each([
    [{ timeoutMs: 100, streamTimeoutMs: 5_000 }, undefined],
    [{ timeoutMs: 5_000, streamTimeoutMs: 100 }, / did not answer within 100 ms$/],
  ])("because nothing more comes in another time than it may take to begin: %j", async (limits, failure) => {
    const time = stopClock();
    const { url, resume } = await slowUpstream(2);
    const items = createClient({ url, ...limits })
      .ForeignSystem.GetApplicationKeys.items({})
      [Symbol.asyncIterator]();
    await items.next();
    const next = items.next();
    const expected = failure && expect(next).rejects.toThrow(failure);
    await expect.poll(time.delays).toEqual([limits.streamTimeoutMs]);
    time.advance(300);
    await expected;
    resume();
    if (failure === undefined) expect(await next).toMatchObject({ value: key(1) });
  });

  test("not because its reader takes long", async () => {
    const time = stopClock();
    const { url, resume } = await slowUpstream(3);
    const client = createClient({ url, timeoutMs: 100 });
    let count = 0;
    for await (const _ of client.ForeignSystem.GetApplicationKeys.items({})) {
      count++;
      time.advance(200);
      resume();
    }
    expect(count).toBe(3);
  });

  test("because an item has no end", async () => {
    const head = await begin(1);
    const url = await startSocketServer((socket) => {
      socket.write(`${head}<ForeignKey><Key>`);
      const more = () => {
        while (!socket.destroyed && socket.write("a".repeat(65_536)));
      };
      socket.on("drain", more);
      more();
    });
    const client = createClient({ url, maxResponseBytes: 1_000_000 });
    const items = client.ForeignSystem.GetApplicationKeys.items({})[Symbol.asyncIterator]();
    expect(await items.next()).toMatchObject({ value: key(1) });
    await expect(items.next()).rejects.toMatchObject({ code: "response_too_large" });
  });
});
