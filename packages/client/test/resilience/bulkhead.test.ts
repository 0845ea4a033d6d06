import type { ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type ClientOptions, createClient } from "../../src/index.ts";
import { stopClock } from "../stop-clock.ts";
import { gate, startUpstream } from "../stub-upstream.ts";

const lateForCaller = () => new DOMException("The time is up.", "TimeoutError");

describe("an upstream that is down", () => {
  /** An upstream that fails until `repair` is called. */
  async function down(
    options: Partial<ClientOptions> = {},
    fail = (response: ServerResponse) => void response.writeHead(503).end(),
  ) {
    let up = false;
    let calls = 0;
    const { url } = await startUpstream((_, response) => {
      calls++;
      if (up) return { output: { Response: null } };
      fail(response);
      return undefined;
    });
    const circuit = { failures: 3, halfOpenAfterMs: 3_600_000 };
    const client = createClient({ url, circuit, retry: { maxRetries: 0 }, ...options });
    const repair = () => {
      up = true;
    };
    const call = () => client.ForeignSystem.GetAppByName({});
    const fail3 = () => Promise.all([call(), call(), call()].map((called) => expect(called).rejects.toThrow()));
    return { client, url, call, fail3, repair, calls: () => calls };
  }

  const open = { name: "TransportError", code: "circuit_open", retrySafe: true };
  const briefly = { circuit: { failures: 3, halfOpenAfterMs: 2_000 } };

  test("is left alone after some failures in a row", async () => {
    const { call, fail3, calls, url } = await down();
    await fail3();
    await expect(call()).rejects.toMatchObject({
      ...open,
      message: `${url}/Services88/ForeignSystem.svc has failed several times in a row and is left alone for a moment`,
    });
    expect(calls()).toBe(3);
  });

  test("says how much is left of that time", async () => {
    const time = stopClock();
    const { call, fail3 } = await down();
    await fail3();
    time.advance(300);
    await expect(call()).rejects.toMatchObject({ ...open, retryAfterMs: 3_599_700 });
  });

  test("is left alone also for calls that may be retried, each of which counts once", async () => {
    const { call, calls } = await down({ retry: { maxRetries: 2, initialDelayMs: 1 } });
    await expect(call()).rejects.toMatchObject({ status: 503 });
    await expect(call()).rejects.toMatchObject({ status: 503 });
    await expect(call()).rejects.toMatchObject(open);
    expect(calls()).toBe(7);
  });

  test("is tried by one call later, and used again when that succeeds", async () => {
    const time = stopClock();
    const { call, fail3, calls, repair } = await down(briefly);
    await fail3();
    repair();
    time.advance(1_999);
    await expect(call()).rejects.toMatchObject(open);
    time.advance(1);
    expect(await Promise.all([call(), call(), call()])).toEqual([null, null, null]);
    expect(calls()).toBe(6);
  });

  test("is left alone again when the trial fails, by those who waited for it too", async () => {
    const time = stopClock();
    const { call, fail3, calls } = await down(briefly);
    await fail3();
    time.advance(2_000);
    const outcomes = await Promise.allSettled([call(), call(), call()]);
    expect(outcomes).toMatchObject([{ reason: { status: 503 } }, { reason: open }, { reason: open }]);
    expect(calls()).toBe(4);
  });

  test("holds nobody up longer than they wait, while it is tried", async () => {
    const time = stopClock();
    const { url, received } = await startUpstream(() => undefined);
    const client = createClient({ url, circuit: { failures: 1, halfOpenAfterMs: 1 }, timeoutMs: 2_000 });
    const timedOut = (timeoutMs: number) =>
      expect(client.ForeignSystem.GetAppByName({}, { timeoutMs })).rejects.toMatchObject({ code: "timeout" });
    const first = timedOut(20);
    await expect.poll(() => received).toHaveLength(1);
    time.advance(20);
    await first;
    time.advance(1);
    const stop = new AbortController();
    const trial = client.ForeignSystem.GetAppByName({}, { signal: stop.signal });
    await expect.poll(() => received).toHaveLength(2);
    const held = timedOut(50);
    time.advance(50);
    await held;
    expect(received).toHaveLength(2);
    stop.abort("enough");
    await expect(trial).rejects.toBe("enough");
  });

  test("is not taken for repaired when the trial's caller gives up", async () => {
    const time = stopClock();
    const upstream = await down(briefly, (response) => {
      if (upstream.calls() < 4) response.writeHead(503).end();
    });
    const { client, call, fail3, calls } = upstream;
    await fail3();
    time.advance(2_000);
    const giveUp = new AbortController();
    const trial = client.ForeignSystem.GetAppByName({}, { signal: giveUp.signal });
    const ended = expect(trial).rejects.toBe("enough");
    await expect.poll(calls).toBe(4);
    giveUp.abort("enough");
    await ended;
    await expect(call()).rejects.toMatchObject(open);
    expect(calls()).toBe(4);
  });

  test("because it does not answer in time, is left alone too", async () => {
    const time = stopClock();
    const { call, calls, fail3 } = await down({ timeoutMs: 50 }, () => undefined);
    const failed = fail3();
    await expect.poll(calls).toBe(3);
    time.advance(50);
    await failed;
    await expect(call()).rejects.toMatchObject(open);
  });

  test("because it does not answer before its callers' time is up, is left alone too", async () => {
    const { client, call, calls } = await down({}, () => undefined);
    for (let i = 0; i < 3; i++) {
      const limit = new AbortController();
      const late = client.ForeignSystem.GetAppByName({}, { signal: limit.signal });
      const ended = expect(late).rejects.toMatchObject({ name: "TimeoutError" });
      await expect.poll(calls).toBe(i + 1);
      limit.abort(lateForCaller());
      await ended;
    }
    await expect(call()).rejects.toMatchObject(open);
    expect(calls()).toBe(3);
  });

  test.each([
    ["their own", { timeoutMs: 30 }],
    ["their callers'", {}],
  ])("is not one whose calls reached %s time limit while they waited for the trial", async (_, limited) => {
    const time = stopClock();
    const tried = gate();
    let calls = 0;
    const { url } = await startUpstream(async (_request, response) => {
      if (++calls > 1) await tried.opened;
      if (calls > 1) return { output: { Response: null } };
      response.writeHead(503).end();
      return undefined;
    });
    const circuit = { failures: 1, halfOpenAfterMs: 1 };
    const client = createClient({ url, circuit, retry: { maxRetries: 0 } });
    await expect(client.ForeignSystem.GetAppByName({})).rejects.toMatchObject({ status: 503 });
    time.advance(1);
    const trial = client.ForeignSystem.GetAppByName({});
    await expect.poll(() => calls).toBe(2);
    const limit = new AbortController();
    const waited = client.ForeignSystem.GetAppByName({}, { signal: limit.signal, ...limited });
    const ended = expect(waited).rejects.toThrow();
    time.advance(30);
    limit.abort(lateForCaller());
    await ended;
    tried.open();
    await trial;
    expect(await client.ForeignSystem.GetAppByName({})).toBeNull();
    expect(calls).toBe(3);
  });

  test.each([
    ["their own", { timeoutMs: 30 }],
    ["their callers'", {}],
  ])("is not one whose calls reached %s time limit while they waited for a place", async (_, limited) => {
    const time = stopClock();
    const answer = gate();
    const { url } = await startUpstream(async () => {
      await answer.opened;
      return { output: { Response: null } };
    });
    const client = createClient({ url, concurrency: 1, circuit: { failures: 1 } });
    const first = client.ForeignSystem.GetAppByName({});
    const limit = new AbortController();
    const waited = client.ForeignSystem.GetAppByName({}, { signal: limit.signal, ...limited });
    const ended = expect(waited).rejects.toThrow();
    time.advance(30);
    limit.abort(lateForCaller());
    await ended;
    answer.open();
    await first;
    expect(await client.ForeignSystem.GetAppByName({})).toBeNull();
  });

  test("is not one that is late for one caller, however many calls that ends", async () => {
    const { client, call, calls } = await down({}, () => undefined);
    const limit = new AbortController();
    const { signal } = limit;
    const late = Array.from({ length: 5 }, () => client.ForeignSystem.GetAppByName({}, { signal }));
    const ended = Promise.allSettled(late);
    await expect.poll(calls).toBe(5);
    limit.abort(lateForCaller());
    for (const { reason } of (await ended) as PromiseRejectedResult[]) {
      expect(reason).toMatchObject({ name: "TimeoutError" });
    }
    call().catch(() => undefined);
    await expect.poll(calls).toBe(6);
  });

  test.each([
    ["their own", { timeoutMs: 5_000 }],
    ["their callers'", {}],
  ])("is not one that answered others while some calls reached %s time limit", async (_, limited) => {
    const time = stopClock();
    const { url, received } = await startUpstream(({ message }) =>
      message.operation === "GetAppByName" ? undefined : { output: { Response: null } },
    );
    const client = createClient({ url, circuit: { failures: 3 } });
    const limits = Array.from({ length: 5 }, () => new AbortController());
    const late = limits.map(({ signal }) => client.ForeignSystem.GetAppByName({}, { signal, ...limited }));
    const ended = Promise.allSettled(late);
    await expect.poll(() => received).toHaveLength(5);
    expect(await client.ForeignSystem.GetKeyByValue({})).toBeNull();
    time.advance(5_000);
    for (const limit of limits) limit.abort(lateForCaller());
    for (const { status } of await ended) expect(status).toBe("rejected");
    expect(await client.ForeignSystem.GetKeyByValue({})).toBeNull();
  });

  test("is not one that says no", async () => {
    const { url, received } = await startUpstream(() => ({ fault: { code: "server", message: "no" } }));
    const client = createClient({ url, circuit: { failures: 1 } });
    for (let i = 0; i < 3; i++) await expect(client.ForeignSystem.GetAppByName({})).rejects.toThrow("no");
    expect(received).toHaveLength(3);
  });

  test("is not one whose callers give up", async () => {
    const giveUp = new AbortController();
    const { url, received } = await startUpstream(() => {
      if (received.length > 1) return { output: { Response: null } };
      giveUp.abort("enough");
      return undefined;
    });
    const client = createClient({ url, circuit: { failures: 1 } });
    await expect(client.ForeignSystem.GetAppByName({}, { signal: giveUp.signal })).rejects.toBe("enough");
    expect(await client.ForeignSystem.GetAppByName({})).toBeNull();
  });
});

describe("so many calls at a time", () => {
  async function counting(options: Partial<ClientOptions>) {
    let now = 0;
    let most = 0;
    const { url, received } = await startUpstream(async () => {
      most = Math.max(most, ++now);
      // Longer than a request that should have waited takes to come.
      await setTimeout(30);
      now--;
      return { output: { Response: null } };
    });
    const client = createClient({ url, ...options });
    return { client, received, most: () => most };
  }

  test("as the client is told, and the others after them", async () => {
    const { client, received, most } = await counting({ concurrency: 3 });
    await Promise.all(Array.from({ length: 10 }, () => client.ForeignSystem.GetAppByName({})));
    expect(received).toHaveLength(10);
    expect(most()).toBe(3);
  });

  test("and no more that wait than it is told", async () => {
    const { client } = await counting({ concurrency: 1, maxQueued: 1 });
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => client.ForeignSystem.GetAppByName({})));
    expect(outcomes).toMatchObject([
      { status: "fulfilled" },
      { status: "fulfilled" },
      { reason: { name: "TransportError", code: "overloaded", retrySafe: true } },
    ]);
  });

  test("and who waits too long is told why", async () => {
    const time = stopClock();
    const answer = gate();
    const { url } = await startUpstream(async () => {
      await answer.opened;
      return { output: { Response: null } };
    });
    const client = createClient({ url, concurrency: 1 });
    const first = client.ForeignSystem.GetAppByName({});
    const second = client.ForeignSystem.GetAppByName({}, { timeoutMs: 50 });
    const ended = expect(second).rejects.toMatchObject({
      code: "timeout",
      retrySafe: true,
      message: `no call to ${url}/Services88/ForeignSystem.svc could be made within 50 ms: too many are under way`,
    });
    time.advance(50);
    await ended;
    answer.open();
    expect(await first).toBeNull();
  });

  test("and who gives up while waiting leaves the place to the next", async () => {
    // The first call stays in flight, however long the test takes to see it.
    const answer = gate();
    const { url, received } = await startUpstream(async () => {
      await answer.opened;
      return { output: { Response: null } };
    });
    const client = createClient({ url, concurrency: 1 });
    const giveUp = new AbortController();
    const first = client.ForeignSystem.GetAppByName({});
    const second = client.ForeignSystem.GetAppByName({}, { signal: giveUp.signal });
    const third = client.ForeignSystem.GetAppByName({});
    await expect.poll(() => received).toHaveLength(1);
    giveUp.abort("enough");
    await expect(second).rejects.toBe("enough");
    answer.open();
    await Promise.all([first, third]);
    expect(received).toHaveLength(2);
  });

  test("and who gives up while waiting does not wait in the next one's way", async () => {
    const { client } = await counting({ concurrency: 1, maxQueued: 2 });
    const first = client.ForeignSystem.GetAppByName({});
    const giveUp = new AbortController();
    const givenUp = [1, 2].map(() => client.ForeignSystem.GetAppByName({}, { signal: giveUp.signal }));
    giveUp.abort("enough");
    for (const call of givenUp) await expect(call).rejects.toBe("enough");
    expect(await Promise.all([first, client.ForeignSystem.GetAppByName({})])).toEqual([null, null]);
  });

  test("also when calls fail", async () => {
    const { url } = await startUpstream((_, response) => {
      response.writeHead(404).end();
      return undefined;
    });
    const client = createClient({ url, concurrency: 1, timeoutMs: 1_000 });
    for (let i = 0; i < 3; i++) {
      await expect(client.ForeignSystem.GetAppByName({})).rejects.toMatchObject({ status: 404 });
    }
  });
});
