import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { deadAddress } from "../../../../test-support/local-server.ts";
import { type ClientOptions, createClient, type TransportRequest } from "../../src/index.ts";
import { undiciTransport } from "../../src/transport/undici-transport.ts";
import { stopClock } from "../stop-clock.ts";
import { startUpstream } from "../stub-upstream.ts";

/** An upstream that fails so many times before it answers. */
async function failing(times: number, fail: (response: ServerResponse) => void, options: Partial<ClientOptions> = {}) {
  let calls = 0;
  const { url } = await startUpstream((_, response) => {
    if (++calls > times) return { output: { Response: null } };
    fail(response);
    return undefined;
  });
  const client = createClient({ url, retry: { initialDelayMs: 1 }, ...options });
  return { client, calls: () => calls };
}

const reset = (response: ServerResponse) => void response.socket?.resetAndDestroy();
const status =
  (code: number, headers = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(code, headers).end();

describe("a call that may be repeated is sent again", () => {
  test.each([
    ["the connection broke", reset],
    ["a gateway got no answer", status(502)],
    ["the server is not available", status(503)],
    ["a gateway got no answer in time", status(504)],
    ["there were too many calls", status(429)],
    ["the answer was empty", status(200)],
  ])("when %s", async (_, fail) => {
    const { client, calls } = await failing(2, fail);
    expect(await client.ForeignSystem.GetAppByName({})).toBeNull();
    expect(calls()).toBe(3);
  });

  test("twice and no more", async () => {
    const { client, calls } = await failing(3, status(503));
    await expect(client.ForeignSystem.GetAppByName({})).rejects.toMatchObject({ status: 503, retrySafe: true });
    expect(calls()).toBe(3);
  });

  test("as often as the client is told", async () => {
    const { client, calls } = await failing(3, status(503), { retry: { maxRetries: 0 } });
    await expect(client.ForeignSystem.GetAppByName({})).rejects.toMatchObject({ status: 503 });
    expect(calls()).toBe(1);
  });

  test("when it is a write that has the same outcome twice", async () => {
    const { client, calls } = await failing(1, reset);
    await client.ForeignSystem.SaveForeignKey({});
    expect(calls()).toBe(2);
  });

  test.each([
    ["the status speaks of the request", status(404)],
    ["the tenant lives elsewhere", status(421)],
    ["the server itself failed", status(500)],
    ["the answer is no SOAP", (response: ServerResponse) => void response.end("hello")],
  ])("but not when %s", async (_, fail) => {
    const { client, calls } = await failing(1, fail);
    await expect(client.ForeignSystem.GetAppByName({})).rejects.toThrow();
    expect(calls()).toBe(1);
  });

  test("but not when NetServer said no", async () => {
    let calls = 0;
    const { url } = await startUpstream(() => {
      calls++;
      return { fault: { code: "server", message: "no" } };
    });
    await expect(createClient({ url }).ForeignSystem.GetAppByName({})).rejects.toThrow("no");
    expect(calls).toBe(1);
  });
});

describe("a call that may not be repeated", () => {
  test.each([
    ["the connection broke", reset],
    ["the server is not available", status(503)],
  ])("is not sent again when %s", async (_, fail) => {
    const { client, calls } = await failing(1, fail);
    await expect(client.ForeignSystem.AddForeignKey({})).rejects.toMatchObject({ retrySafe: false });
    expect(calls()).toBe(1);
  });

  test("is sent again when it has not been sent", async () => {
    const dead = await deadAddress();
    const { url, received } = await startUpstream(() => ({ output: { Response: null } }));
    const network = undiciTransport();
    let sends = 0;
    const recovering = {
      ...network,
      send: (request: TransportRequest) =>
        network.send(++sends > 1 ? request : { ...request, url: request.url.replace(url, dead) }),
    };
    const client = createClient({ url, transport: recovering, retry: { initialDelayMs: 1 } });
    expect(await client.ForeignSystem.AddForeignKey({})).toBeNull();
    expect([sends, received.length]).toEqual([2, 1]);
  });
});

describe("the wait before a retry", () => {
  test("is as long as the server asks for", async () => {
    const time = stopClock();
    const { client, calls } = await failing(1, status(503, { "retry-after": "1" }), { timeoutMs: 5_000 });
    const call = client.ForeignSystem.GetAppByName({});
    await expect.poll(time.delays).toHaveLength(2);
    expect(time.delays()).toEqual([5_000, 1_000]);
    expect(calls()).toBe(1);
    time.advance(1_000);
    expect(await call).toBeNull();
    expect(calls()).toBe(2);
  });

  test("is not begun when it would outlast the call", async () => {
    const { client, calls } = await failing(1, status(503, { "retry-after": "120" }));
    const call = client.ForeignSystem.GetAppByName({});
    await expect(call).rejects.toMatchObject({ status: 503, retryAfterMs: 120_000 });
    expect(calls()).toBe(1);
  });

  test("ends when the caller gives up", async () => {
    const time = stopClock();
    const { client } = await failing(1, status(503, { "retry-after": "30" }));
    const giveUp = new AbortController();
    const call = expect(client.ForeignSystem.GetAppByName({}, { signal: giveUp.signal })).rejects.toBe("enough");
    await expect.poll(time.delays).toContain(30_000);
    giveUp.abort("enough");
    await call;
    expect(time.delays()).toEqual([]);
  });
});

test("all attempts together take no longer than the call may", async () => {
  const time = stopClock();
  const failAfter60 = (response: ServerResponse) => {
    time.advance(60);
    response.writeHead(503).end();
  };
  const fails = [failAfter60];
  const fail = (response: ServerResponse) => fails.shift()?.(response);
  const { client, calls } = await failing(9, fail, { timeoutMs: 100, retry: { initialDelayMs: 10, maxDelayMs: 10 } });
  const call = expect(client.ForeignSystem.GetAppByName({})).rejects.toMatchObject({ code: "timeout" });
  // The timers of the deadline and of the wait before the second attempt, which is never answered.
  await expect.poll(time.delays).toHaveLength(2);
  time.advance(10);
  await expect.poll(calls).toBe(2);
  time.advance(30);
  await call;
});
