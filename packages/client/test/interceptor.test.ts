import { describe, expect, test } from "vitest";
import { createClient, type Interceptor, type OutgoingRequest } from "../src/index.ts";
import { startUpstream } from "./stub-upstream.ts";

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
    expect(received[0]?.http["accept-encoding"]).toBe("gzip, deflate, br");
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
