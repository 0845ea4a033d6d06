import { DecodeError, decodeMessage, encodeRequest, type Target } from "@superoffice-soap/codec";
import { isLoopback } from "@superoffice-soap/http";
import { isConnectionFailure } from "@superoffice-soap/netserver";
import { NetServerError } from "@superoffice-soap/schema";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type ErrorEntry, soapEndpoint } from "../src/index.ts";
import { actionFor, call, exchange, pathFor, post, serveEmbedded, serveSoap, standIn } from "./soap-server.ts";

const save = { services: "Services88", agent: "ForeignSystem", operation: "SaveForeignKey" } as const;
const key = { Key: "erp-id", Value: " Blåbær & <CO> 😀\r\n ", RecordId: 1, TableName: "contact" };
const input = { ForeignKey: key, ApplicationName: "erp", DeviceName: "erp", DeviceIdentifier: "" };
const served = await serveEmbedded();
const { headers } = served;

describe("a call", () => {
  test("in SOAP 1.1 is answered in SOAP 1.1, with the four header blocks and every member", async () => {
    const { status, headers: http, text, message } = await call(served, save, input, { headers });
    expect(status).toBe(200);
    expect(http.get("content-type")).toBe("text/xml; charset=utf-8");
    expect(text.startsWith('<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header>')).toBe(true);
    expect(message).toMatchObject({
      kind: "response",
      dialect: "wcf",
      headers: { ExceptionInfo: null, ExtraInfo: null, Succeeded: true, TimeZone: null },
      value: { Response: { ...key, UpdatedBy: expect.any(String), FieldProperties: null } },
    });
  });

  test("in SOAP 1.2 is answered in SOAP 1.2", async () => {
    const { headers: http, message } = await call(served, save, input, { headers, dialect: "soap12" });
    expect(http.get("content-type")).toBe("application/soap+xml; charset=utf-8");
    expect(message).toMatchObject({ dialect: "soap12", headers: { Succeeded: true }, value: { Response: key } });
  });

  test("in the form of the reference pages is answered in that form, as text/xml too", async () => {
    const envelope = encodeRequest({ ...save, input, headers }, "documented");
    const { status, text, headers: http } = await post(served, pathFor(save), envelope);
    expect(status).toBe(200);
    expect(http.get("content-type")).toBe("application/soap+xml; charset=utf-8");
    expect(text).toContain('<Key xsi:type="xsd:string">erp-id</Key>'.replace(/(<\/?)Key/g, "$1ForeignSystem:Key"));
    expect(decodeMessage(text)).toMatchObject({ dialect: "documented", headers: {}, value: { Response: key } });
  });

  test("without a result is answered with an empty element", async () => {
    const target = { ...save, operation: "DeleteForeignKey" } as const;
    const { text } = await call(served, target, { ...input, ForeignKey: { ...key, Key: "other" } }, { headers });
    expect(text).toMatch(/<DeleteForeignKeyResponse xmlns="[^"]+"(?:\/>|><\/DeleteForeignKeyResponse>)/);
  });

  test("with a time zone is answered with the same time zone, but by SoPrincipal, which knows none", async () => {
    const TimeZone = { SoTimeZoneId: 261, SoTimeZoneLocationCode: "NO" };
    const zoned = await call(served, save, input, { headers: { ...headers, TimeZone } });
    expect(zoned.message).toMatchObject({ headers: { TimeZone } });
    const coded = await call(served, save, input, {
      headers: { ...headers, TimeZone: { SoTimeZoneLocationCode: "NO" } },
    });
    expect(coded.text).toMatch(/<SoTimeZoneId>0<\/SoTimeZoneId><SoTimeZoneLocationCode>NO<\/SoTimeZoneLocationCode>/);
    const numbered = await call(served, save, input, { headers: { ...headers, TimeZone: { SoTimeZoneId: 1 } } });
    expect(numbered.message.kind === "response" && numbered.message.headers.TimeZone).toEqual({
      SoTimeZoneId: 1,
      SoTimeZoneLocationCode: null,
    });
    const target = { services: "Services88", agent: "SoPrincipal", operation: "GetSystemInfo" } as const;
    const envelope = encodeRequest({ ...target, input: {} }).replace(
      "<s:Body>",
      '<s:Header><TimeZone xmlns="http://www.superoffice.net/ws/crm/NetServer/Services88"><SoTimeZoneId>1</SoTimeZoneId></TimeZone></s:Header><s:Body>',
    );
    const { text } = await post(served, pathFor(target), envelope);
    expect(decodeMessage(text)).toMatchObject({ headers: { Succeeded: true, TimeZone: null } });
  });

  test("hands on who calls, and that the caller is on this machine", async () => {
    const port = standIn({ SaveForeignKey: () => null });
    const server = await serveSoap(port);
    const TimeZone = { SoTimeZoneId: 1 };
    const known = { ApplicationToken: "secret", Credentials: { Ticket: "7T:abc=" }, TimeZone };
    await call(server, save, input, { headers: known });
    expect(port.calls[0]).toMatchObject({
      input,
      context: {
        services: "Services88",
        ticket: "7T:abc=",
        applicationToken: "secret",
        timeZone: TimeZone,
        loopback: true,
        signal: expect.any(AbortSignal),
      },
    });
    await call(server, save, input, { headers: { ApplicationToken: null, Credentials: { Ticket: "" } } });
    expect(port.calls[1]?.context).not.toHaveProperty("ticket");
    expect(port.calls[1]?.context).not.toHaveProperty("applicationToken");
  });
});

test("a port that copies its context passes on where the caller is, and when the caller leaves", async () => {
  const port = standIn({ SaveForeignKey: () => null });
  const copied: object[] = [];
  const server = await serveSoap({
    ...port,
    call: (agent, operation, input, context) => {
      copied.push({ ...context });
      return port.call(agent, operation, input, context);
    },
  });
  await call(server, save, input);
  expect(copied).toMatchObject([{ loopback: true, signal: expect.any(AbortSignal) }]);
});

describe("without a socket", () => {
  const port = standIn({ SaveForeignKey: ({ input }) => input.ForeignKey, GetApplicationKeys: () => manyKeys() });
  const app = soapEndpoint(port, { log: () => undefined });
  const request = (target: Target, body: string) =>
    app.request(pathFor(target), { method: "POST", headers: { "Content-Type": "text/xml" }, body });

  async function* manyKeys() {
    for (let id = 1; id <= 5_000; id++) yield { Key: "k", RecordId: id };
  }

  test("a call is answered, and its caller is nobody on this machine", async () => {
    const response = await request(save, encodeRequest({ ...save, input }));
    expect(decodeMessage(await response.text())).toMatchObject({ headers: { Succeeded: true } });
    expect(port.calls[0]?.context.loopback).toBe(false);
  });

  test("a reader of a list who leaves while the next item is awaited is no failure", async () => {
    const entries: ErrorEntry[] = [];
    let give: (item: object) => void = () => undefined;
    let asked: () => void = () => undefined;
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    async function* slowKeys() {
      yield* manyKeys();
      yield await new Promise<object>((resolve) => {
        give = resolve;
        asked();
      });
    }
    const slow = soapEndpoint(standIn({ GetApplicationKeys: slowKeys }), { log: (entry) => entries.push(entry) });
    const target = { ...save, operation: "GetApplicationKeys" };
    const response = await slow.request(pathFor(target), {
      method: "POST",
      headers: { "Content-Type": "text/xml" },
      body: encodeRequest({ ...target, input: {} }),
    });
    const reader = response.body?.getReader();
    const reading = (async () => {
      while (!(await reader?.read())?.done);
    })();
    await isAsked;
    const left = reader?.cancel();
    give({ Key: "last" });
    await Promise.all([left, reading]);
    expect(entries).toEqual([]);
  });

  test("a long list is streamed", async () => {
    const target = { ...save, operation: "GetApplicationKeys" };
    const response = await request(target, encodeRequest({ ...target, input: {} }));
    const message = decodeMessage(await response.text());
    expect(message.kind === "response" && message.value.Response).toHaveLength(5_000);
  });
});

describe("an error of the service", () => {
  const failing = standIn({
    SaveForeignKey: () => {
      throw new NetServerError("Key is too long", {
        exceptionType: "SuperOffice.Exceptions.SoValidationException",
        friendlyText: "Shorten the key.",
        parameters: { Key: "too long" },
        innerException: { Message: "inside", StackTrace: "at SuperOffice.Secret()", ExceptionType: "T" },
      });
    },
    AuthenticateImplicit: () => {
      throw new NetServerError("no", { exceptionType: "SuperOffice.Exceptions.SoException" });
    },
  });

  test("is told in the header blocks, with HTTP status 200 and a nil result", async () => {
    const { status, message, text } = await call(await serveSoap(failing), save, input);
    expect(status).toBe(200);
    expect(text).not.toContain("SuperOffice.Secret");
    expect(message).toMatchObject({
      headers: {
        Succeeded: false,
        ExceptionInfo: {
          Message: "Key is too long",
          StackTrace: null,
          FriendlyText: "Shorten the key.",
          ExceptionType: "SuperOffice.Exceptions.SoValidationException",
          Source: "NetServer",
          InnerException: { Message: "inside", StackTrace: null, Parameters: null },
          Parameters: { Key: "too long" },
        },
      },
      value: { Response: null },
    });
  });

  test("leaves value types of the result at their default", async () => {
    const target = { services: "Services88", agent: "SoPrincipal", operation: "AuthenticateImplicit" } as const;
    const { text } = await call(await serveSoap(failing), target, {});
    expect(decodeMessage(text)).toMatchObject({
      headers: { Succeeded: false },
      value: { Response: null, Credentials: null, AuthenticationSucceeded: false },
    });
  });

  test("is a fault with HTTP status 500 where the server is told so", async () => {
    const server = await serveSoap(failing, { errors: "fault" });
    const { status, message, text } = await call(server, save, input);
    expect(status).toBe(500);
    expect(text).toContain("a:InternalServiceFault</faultcode>");
    expect(message).toMatchObject({
      kind: "fault",
      dialect: "wcf",
      fault: {
        code: "server",
        message: "Key is too long",
        detail: { type: "SuperOffice.Exceptions.SoValidationException", message: "Key is too long" },
      },
    });
  });

  test("is a SOAP 1.2 fault in the form of the reference pages, which has no response headers", async () => {
    const { status, message, headers: http } = await call(served, save, input, { dialect: "documented" });
    expect(status).toBe(500);
    expect(http.get("content-type")).toBe("application/soap+xml; charset=utf-8");
    expect(message).toMatchObject({
      kind: "fault",
      fault: { detail: { type: "SuperOffice.Exceptions.SoSessionException" } },
    });
  });
});

describe("an error that nobody foresaw", () => {
  test("is a fault that says nothing of it, and a log entry without secrets", async () => {
    const entries: ErrorEntry[] = [];
    const secret = "s3cret-token";
    const port = standIn({
      SaveForeignKey: () => {
        throw new TypeError(`${secret} 7T:abc= failed: insert into foreignkey values ('x')`);
      },
    });
    const server = await serveSoap(port, { log: (entry) => entries.push(entry) });
    const { status, text, message } = await call(server, save, input, { headers: { ApplicationToken: secret } });
    expect(status).toBe(500);
    expect(message).toMatchObject({
      kind: "fault",
      fault: { code: "server", subcode: { name: "InternalServiceFault" } },
    });
    expect(text).not.toMatch(/7T:|insert|s3cret|soap-endpoint/);
    expect(entries).toMatchObject([
      { target: "Services88/ForeignSystem/SaveForeignKey", error: "TypeError", message: "… … failed: …" },
    ]);
    expect(entries[0]?.frames.join()).toContain("soap-endpoint.test.ts");
  });

  test("is logged without secrets that had blanks around them", async () => {
    const entries: ErrorEntry[] = [];
    const port = standIn({
      SaveForeignKey: ({ context: { applicationToken, ticket } }) => {
        throw new TypeError(`refused ${applicationToken} ${ticket}`);
      },
    });
    const server = await serveSoap(port, { log: (entry) => entries.push(entry) });
    const indented = { ApplicationToken: "\n  s3cret-token\n", Credentials: { Ticket: "\n  s3cret-ticket\n" } };
    await call(server, save, input, { headers: indented });
    expect(entries).toMatchObject([{ message: "refused … …" }]);
  });

  test("is logged in time, however many words of it might begin a statement", async () => {
    const entries: ErrorEntry[] = [];
    const port = standIn({
      SaveForeignKey: () => {
        throw new TypeError("with ".repeat(1_000_000));
      },
    });
    const server = await serveSoap(port, { log: (entry) => entries.push(entry) });
    expect((await call(server, save, input)).status).toBe(500);
    expect(entries).toMatchObject([{ error: "TypeError", message: "with ".repeat(100) }]);
  });

  test("is logged under the request's name, which the call has too", async () => {
    const entries: ErrorEntry[] = [];
    const names: unknown[] = [];
    const port = standIn({
      SaveForeignKey: ({ context: { requestId } }) => {
        names.push(requestId);
        throw new TypeError("no");
      },
    });
    const options = { requestId: () => "caller-17", log: (entry: ErrorEntry) => void entries.push(entry) };
    await call(await serveSoap(port, options), save, input);
    expect(names).toEqual(["caller-17"]);
    expect(entries).toMatchObject([{ requestId: "caller-17" }]);
  });

  test("is logged without the value that an answer could not be read or written for", async () => {
    const entries: ErrorEntry[] = [];
    const port = standIn({
      SaveForeignKey: ({ input: { ApplicationName } }) => {
        if (ApplicationName === "schema") return { RecordId: "Ann's number" };
        throw new DecodeError("value_invalid", '"Ann" is no xs:int', "Body/X/RecordId", { line: 1, column: 9 });
      },
    });
    const server = await serveSoap(port, { log: (entry) => entries.push(entry) });
    await call(server, save, input);
    await call(server, save, { ...input, ApplicationName: "schema" });
    expect(entries).toMatchObject([
      { error: "DecodeError", message: "value_invalid at Body/X/RecordId (line 1, column 9)" },
      { error: "SchemaError", message: "expected xs:int at Response.RecordId" },
    ]);
  });

  test("behind an error of the service is logged too", async () => {
    const entries: ErrorEntry[] = [];
    const port = standIn({
      SaveForeignKey: () => {
        const cause = new RangeError("disk is full");
        throw new NetServerError("failed", { exceptionType: "SuperOffice.Exceptions.SoDbAccessException", cause });
      },
    });
    const server = await serveSoap(port, { log: (entry) => entries.push(entry) });
    await call(server, save, input);
    expect(entries).toMatchObject([{ error: "RangeError", message: "disk is full" }]);
  });

  test.each([
    [
      "refused",
      Object.assign(new Error("connect ECONNREFUSED 10.0.0.1:5432"), { code: "ECONNREFUSED", syscall: "connect" }),
    ],
    ["refused at every address", Object.assign(new AggregateError([], ""), { code: "ECONNREFUSED" })],
    ["broken", new Error("Connection terminated unexpectedly")],
    ["never made", new Error("timeout exceeded when trying to connect")],
  ])("is logged in one line when the connection to the database is %s", async (_how, cause) => {
    const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    onTestFinished(() => written.mockRestore());
    const port = standIn({
      SaveForeignKey: () => {
        throw new NetServerError("failed", { exceptionType: "SuperOffice.Exceptions.SoDbAccessException", cause });
      },
    });
    await call(await serveSoap(port, { isOutage: isConnectionFailure }), save, input);
    const what = `${cause.name}: ${cause.message || "ECONNREFUSED"}`;
    expect(written.mock.calls).toEqual([[`SOAP Services88/ForeignSystem/SaveForeignKey: ${what}\n`]]);
  });

  test("is a fault also when it comes from an option", async () => {
    const log = vi.fn();
    const peerAddress = () => {
      throw new TypeError("no socket");
    };
    const { status, message } = await call(await serveSoap(standIn({}), { log, peerAddress }), save, input);
    expect(status).toBe(500);
    expect(message).toMatchObject({ kind: "fault", fault: { subcode: { name: "InternalServiceFault" } } });
    expect(log.mock.calls).toMatchObject([[{ error: "TypeError", message: "no socket" }]]);
  });

  test("is a fault also when the answer does not fit the contract", async () => {
    const server = await serveSoap(standIn({ SaveForeignKey: () => ({ RecordId: "one" }) }), { log: () => undefined });
    const { status, message } = await call(server, save, input);
    expect(status).toBe(500);
    expect(message).toMatchObject({ kind: "fault", fault: { subcode: { name: "InternalServiceFault" } } });
  });
});

describe("what is served", () => {
  test("follows what the port says it serves, and the option before that", async () => {
    const own = await serveSoap({ ...standIn({}), services: ["Services85"] });
    expect((await post(own, "/Remote/Services88/ForeignSystem.svc", "<x/>")).status).toBe(404);
    expect((await post(own, "/Remote/Services85/ForeignSystem.svc", "<x/>")).status).toBe(500);
    const told = await serveSoap({ ...standIn({}), services: ["Services85"] }, { services: ["Services88"] });
    expect((await post(told, "/Remote/Services85/ForeignSystem.svc", "<x/>")).status).toBe(404);
  });

  test("is SOAP 1.1 alone when strict", async () => {
    const strict = await serveEmbedded({ envelopes: "strict" });
    const options = { headers: strict.headers };
    expect((await call(strict, save, input, options)).status).toBe(200);
    expect((await call(strict, save, input, { ...options, dialect: "soap12" })).status).toBe(415);
    const envelope = encodeRequest({ ...save, input }, "documented");
    const { status, text } = await post(strict, pathFor(save), envelope, { SOAPAction: actionFor(save) });
    expect(status).toBe(500);
    expect(decodeMessage(text)).toMatchObject({ kind: "fault", dialect: "wcf", fault: { code: "versionMismatch" } });
  });

  test("has header blocks in its Header alone when strict", async () => {
    const [strict, lenient] = [await serveEmbedded({ envelopes: "strict" }), await serveEmbedded()];
    const succeeded = async (server: typeof strict) => {
      const beside = encodeRequest({ ...save, input, headers: server.headers }).replaceAll(/<\/?s:Header>/g, "");
      const { text } = await post(server, pathFor(save), beside, { SOAPAction: actionFor(save) });
      return decodeMessage(text);
    };
    expect(await succeeded(lenient)).toMatchObject({ headers: { Succeeded: true } });
    expect(await succeeded(strict)).toMatchObject({
      headers: { Succeeded: false, ExceptionInfo: { ExceptionType: expect.stringContaining("SoSessionException") } },
    });
  });
});

describe("a local caller", () => {
  test.each<[string | undefined, Record<string, string>, boolean]>([
    ["127.0.0.1", {}, true],
    ["::1", { host: "localhost:4000" }, true],
    ["::ffff:127.0.0.1", { host: "127.0.0.1:80" }, true],
    ["::1", { host: "[::1]:80" }, true],
    ["192.168.1.7", {}, false],
    [undefined, {}, false],
    ["127.0.0.1", { "x-forwarded-for": "10.0.0.1" }, false],
    ["127.0.0.1", { forwarded: "for=10.0.0.1" }, false],
    ...[
      "X-Forwarded-Proto",
      "X-Forwarded-Port",
      "X-Forwarded-Server",
      "X-Forwarded",
      "X-Real-IP",
      "Via",
      "CF-Connecting-IP",
      "CF-Ray",
      "CDN-Loop",
      "True-Client-IP",
      "X-Client-IP",
      "X-Cluster-Client-IP",
      "X-Envoy-External-Address",
      "X-Original-URL",
      "X-ARR-SSL",
      "X-Amzn-Trace-Id",
      "X-Azure-ClientIP",
      "Fly-Client-IP",
      "Fastly-Client-IP",
      "Tailscale-User-Login",
    ].map(
      (name) =>
        ["127.0.0.1", { host: "localhost:4000", [name]: "1" }, false] as [string, Record<string, string>, boolean],
    ),
    ["127.0.0.1", { host: "localhost:4000", "x-request-id": "1", "user-agent": "curl", accept: "*/*" }, true],
    ["127.0.0.1", { host: "rebound.example" }, false],
    ["127.0.0.1", { host: "localhost:4000", origin: "http://localhost:4000", "sec-fetch-site": "same-origin" }, true],
    ["127.0.0.1", { host: "localhost:4000", origin: "http://localhost:3000" }, false],
    ["127.0.0.1", { host: "localhost:4000", origin: "null" }, false],
    ["127.0.0.1", { host: "localhost:4000", "sec-fetch-site": "cross-site" }, false],
    ["127.0.0.1", { host: "localhost:4000", "sec-fetch-site": "same-site" }, false],
  ])("from %s with %j: %s", (peer, headers, expected) => {
    expect(isLoopback(peer, new Headers(headers))).toBe(expected);
  });

  test("is not one of HTTP/1.0, which nginx speaks to a server behind it, with that server's own address as the host", async () => {
    const signIn = { services: "Services88", agent: "SoPrincipal", operation: "AuthenticateUsernamePassword" } as const;
    const { port } = await serveEmbedded();
    const envelope = encodeRequest({ ...signIn, input: { UserName: "ADM0", Password: "" } });
    const head = [`Host: 127.0.0.1:${port}`, "Content-Type: text/xml", "Connection: close"];
    const succeeded = async (version: string) => {
      const fields = [...head, `SOAPAction: "${actionFor(signIn)}"`, `Content-Length: ${envelope.length}`];
      const request = `POST ${pathFor(signIn)} HTTP/${version}\r\n${fields.join("\r\n")}\r\n\r\n${envelope}`;
      return (await exchange(port, request)).includes("<AuthenticationSucceeded>true<");
    };
    expect(await succeeded("1.1")).toBe(true);
    expect(await succeeded("1.0")).toBe(false);
  });
});
