import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { createClient, type Interceptor, type OutgoingRequest } from "../../src/index.ts";
import { answerTo, gate, startUpstream } from "../stub-upstream.ts";

describe("an interceptor", () => {
  test("sees each request, each retry, and what came of it", async () => {
    const log: string[] = [];
    const logging: Interceptor = async ({ agent, operation, attempt, effect }, next) => {
      try {
        const answer = await next();
        log.push(`${agent}.${operation} ${effect} ${attempt} ok`);
        return answer;
      } catch (error) {
        log.push(`${agent}.${operation} ${effect} ${attempt} ${(error as Error).name}`);
        throw error;
      }
    };
    let calls = 0;
    const { url } = await startUpstream((_, response) => {
      if (++calls > 1) return { output: { Response: null } };
      response.writeHead(503).end();
      return undefined;
    });
    const client = createClient({ url, interceptors: [logging], retry: { initialDelayMs: 1 } });
    await client.ForeignSystem.SaveForeignKey({});
    expect(log).toEqual([
      "ForeignSystem.SaveForeignKey write 1 TransportError",
      "ForeignSystem.SaveForeignKey write 2 ok",
    ]);
  });

  test("sees no ticket, no password, and no other value", async () => {
    const seen: OutgoingRequest[] = [];
    const watching: Interceptor = (request, next) => {
      seen.push(request);
      return next();
    };
    const { url } = await startUpstream(() => ({
      output: { Credentials: { Ticket: "7T:very-secret" }, AuthenticationSucceeded: true, Response: null },
    }));
    const secrets = { username: "Adm0", password: "very-secret", applicationToken: "very-secret" };
    await createClient({ url, ...secrets, interceptors: [watching] }).SoPrincipal.AuthenticateImplicit();
    const call = createClient({ url, ...secrets, interceptors: [watching] }).ForeignSystem.GetAppByName({
      ApplicationName: "very-secret",
    });
    await call.catch(() => undefined);
    expect(seen.map(({ operation }) => operation)).toEqual([
      "AuthenticateImplicit",
      "AuthenticateUsernamePassword",
      "GetAppByName",
    ]);
    expect(JSON.stringify(seen)).not.toContain("secret");
    expect(seen[0]).toEqual({
      url: `${url}/Services88/SoPrincipal.svc`,
      services: "Services88",
      agent: "SoPrincipal",
      operation: "AuthenticateImplicit",
      effect: "write",
      attempt: 1,
      streamed: false,
      httpHeaders: {},
    });
  });

  test("can add HTTP header fields, but not change the client's own", async () => {
    const tracing: Interceptor = (request, next) => {
      const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
      Object.assign(request.httpHeaders, { traceparent, SOAPAction: "evil" });
      return next();
    };
    const { url, received } = await startUpstream(() => ({ output: { Response: null } }));
    await createClient({ url, interceptors: [tracing] }).ForeignSystem.GetAppByName({});
    expect(received[0]?.http).toMatchObject({
      traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      soapaction: '"http://www.superoffice.net/ws/crm/NetServer/Services88/ForeignSystem/GetAppByName"',
    });
  });

  test.each([
    [{ "x-note": "a\r\nb" }, "the header field x-note holds a character that HTTP does not allow"],
    [{ "X-Note": "\u{1F600}" }, "the header field x-note holds a character that HTTP does not allow"],
    [{ "x note": "a" }, '"x note" is no name of a header field'],
    [{ "x-note": 1 }, "the header field x-note must be a string, not number"],
    [{ "Content-Length": "1" }, "the header field content-length is for the transport to set"],
  ])("is told when HTTP does not allow the header field in %o", async (fields, message) => {
    const attempts: number[] = [];
    const careless: Interceptor = (request, next) => {
      attempts.push(request.attempt);
      Object.assign(request.httpHeaders, fields);
      return next();
    };
    const { url, received } = await startUpstream(() => ({ output: { Response: null } }));
    const client = createClient({ url, interceptors: [careless], circuit: { failures: 1 } });
    for (let i = 0; i < 2; i++) {
      await expect(client.ForeignSystem.GetAppByName({})).rejects.toThrow(new TypeError(message));
    }
    expect(attempts).toEqual([1, 1]);
    expect(received).toEqual([]);
  });

  test("leaves a header field as it is by setting it to undefined", async () => {
    const untyped: Interceptor = (request, next) => {
      Object.assign(request.httpHeaders, { "accept-encoding": undefined });
      return next();
    };
    const { url, received } = await startUpstream(() => ({ output: { Response: null } }));
    await createClient({ url, interceptors: [untyped] }).ForeignSystem.GetAppByName({});
    expect(received[0]?.http["accept-encoding"]).toBe("gzip, br");
  });

  test("can refuse a request", async () => {
    const refusing: Interceptor = async () => {
      throw new Error("not on Sundays");
    };
    const { url, received } = await startUpstream(() => ({ output: { Response: null } }));
    const call = createClient({ url, interceptors: [refusing] }).ForeignSystem.GetAppByName({});
    await expect(call).rejects.toThrow("not on Sundays");
    expect(received).toEqual([]);
  });

  test("surrounds those after it", async () => {
    const order: string[] = [];
    const named =
      (name: string): Interceptor =>
      async (_, next) => {
        order.push(`${name} before`);
        const answer = await next();
        order.push(`${name} after`);
        return answer;
      };
    const { url } = await startUpstream(() => ({ output: { Response: null } }));
    await createClient({ url, interceptors: [named("a"), named("b")] }).ForeignSystem.GetAppByName({});
    expect(order).toEqual(["a before", "b before", "b after", "a after"]);
  });

  test("that fails when the answer is there leaves its place to the next call", async () => {
    let calls = 0;
    const failing: Interceptor = async (_, next) => {
      const answer = await next();
      if (++calls === 1) throw new Error("the log is full");
      return answer;
    };
    const { url } = await startUpstream(() => ({ output: { Response: null } }));
    const client = createClient({ url, interceptors: [failing], concurrency: 1, timeoutMs: 1_000 });
    await expect(client.ForeignSystem.GetAppByName({})).rejects.toThrow("the log is full");
    expect(await client.ForeignSystem.GetAppByName({})).toBeNull();
  });

  test("that takes long over an answer keeps no place meanwhile", async () => {
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const slow: Interceptor = async ({ operation }, next) => {
      const answer = await next();
      if (operation === "GetAppByName") await finished;
      return answer;
    };
    const { url } = await startUpstream(() => ({ output: { Response: null } }));
    const client = createClient({ url, interceptors: [slow], concurrency: 1, timeoutMs: 2_000 });
    const first = client.ForeignSystem.GetAppByName({});
    expect(await client.ForeignSystem.GetKeyByValue({})).toBeNull();
    finish();
    expect(await first).toBeNull();
  });

  test("may send a request more than once", async () => {
    const doubling: Interceptor = async (_, next) => {
      await next();
      return next();
    };
    const { url, received } = await startUpstream(() => ({ output: { Response: [{ Key: "a" }] } }));
    const client = createClient({ url, interceptors: [doubling], concurrency: 2, timeoutMs: 1_000 });
    for (let count = 1; count <= 2; count++) {
      expect(await client.ForeignSystem.GetApplicationKeys({})).toHaveLength(1);
      for await (const item of client.ForeignSystem.GetApplicationKeys.items({})) expect(item?.Key).toBe("a");
    }
    expect(received).toHaveLength(8);
    await client.close();
  });

  test("that fails when a list has begun ends the list", async () => {
    const failing: Interceptor = async (_, next) => {
      await next();
      throw new Error("the log is full");
    };
    let closed: Promise<unknown> | undefined;
    const { url } = await startUpstream(({ message }, response) => {
      closed = once(response, "close");
      const [begun] = answerTo(message, { Response: [{ Key: "a" }, { Key: "b" }] }).split("</ForeignKey>");
      response.writeHead(200, { "content-type": "text/xml" }).write(`${begun}</ForeignKey>`);
      return undefined;
    });
    const client = createClient({ url, interceptors: [failing] });
    const items = client.ForeignSystem.GetApplicationKeys.items({})[Symbol.asyncIterator]();
    await expect(items.next()).rejects.toThrow("the log is full");
    await closed;
    await client.close();
  });

  test("that does not wait for the answer any longer ends the request", async () => {
    const arrived = gate();
    const tooLate = async () => {
      await arrived.opened;
      throw new Error("too late");
    };
    const impatient: Interceptor = (_, next) => Promise.race([next(), tooLate()]);
    let closed: Promise<unknown> | undefined;
    const { url } = await startUpstream((_, response) => {
      closed = once(response, "close");
      arrived.open();
      return undefined;
    });
    const client = createClient({ url, interceptors: [impatient], timeoutMs: 60_000 });
    await expect(client.ForeignSystem.GetAppByName({})).rejects.toThrow("too late");
    await closed;
  });

  test("that fails before the answer is there leaves no rejection unhandled", async () => {
    const unhandled: unknown[] = [];
    const onUnhandled = (reason: unknown) => unhandled.push(reason);
    process.on("unhandledRejection", onUnhandled);
    onTestFinished(() => void process.off("unhandledRejection", onUnhandled));
    const careless: Interceptor = async (_, next) => {
      const answer = next();
      await Promise.reject(new Error("the log is full"));
      return answer;
    };
    const { url } = await startUpstream(() => undefined);
    const client = createClient({ url, interceptors: [careless] });
    await expect(client.ForeignSystem.GetAppByName({})).rejects.toThrow("the log is full");
    await client.close();
    // Node tells of a rejection that is left when the turn of the event loop that it came in is over.
    await setImmediate();
    expect(unhandled).toEqual([]);
  });

  test("that keeps the answer to itself is told so", async () => {
    const forgetful = (async (_, next) => {
      await next();
    }) as Interceptor;
    const { url } = await startUpstream(() => ({ output: { Response: null } }));
    const call = createClient({ url, interceptors: [forgetful] }).ForeignSystem.GetAppByName({});
    await expect(call).rejects.toThrow(new TypeError("an interceptor did not give on what its `next` resulted in"));
  });

  test("is done with a list when the list begins", async () => {
    const log: string[] = [];
    const watching: Interceptor = async ({ streamed }, next) => {
      const answer = await next();
      log.push(`begun, ${streamed}`);
      return answer;
    };
    const { url } = await startUpstream(() => ({ output: { Response: [{ Key: "a" }] } }));
    const client = createClient({ url, interceptors: [watching] });
    for await (const item of client.ForeignSystem.GetApplicationKeys.items({})) log.push(String(item?.Key));
    expect(log).toEqual(["begun, true", "a"]);
  });
});
