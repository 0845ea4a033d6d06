import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { DecodeError } from "@superoffice-soap/codec";
import { TransportError } from "@superoffice-soap/schema";
import { describe, expect, test } from "vitest";
import { deadAddress, startSocketServer } from "../../../../test-support/local-server.ts";
import { type ClientOptions, createClient } from "../../src/index.ts";
import { stopClock } from "../stop-clock.ts";
import { answerTo, type Received, startUpstream } from "../stub-upstream.ts";

const noRetry = { retry: { maxRetries: 0 } };

async function failureOf(url: string, options: Partial<ClientOptions> = {}): Promise<unknown> {
  const client = createClient({ url, ...noRetry, ...options });
  return client.ForeignSystem.GetAppByName({ ApplicationName: "erp" }).then(
    () => new Error("the call succeeded"),
    (error: unknown) => error,
  );
}

async function failureFrom(respond: (response: ServerResponse, request: Received) => void, options = {}) {
  const { url } = await startUpstream((request, response) => {
    respond(response, request);
    return undefined;
  });
  const failure = await failureOf(url, options);
  return { failure, address: `${url}/Services88/ForeignSystem.svc` };
}

async function failureFromSocket(serve: (socket: Socket) => void, options = {}) {
  const url = await startSocketServer(serve);
  return { failure: await failureOf(url, options), address: `${url}/Services88/ForeignSystem.svc` };
}

/** Writes without end, as fast as the other side reads. Gives how much it has written. */
function flood(response: ServerResponse, piece: string): () => number {
  let written = 0;
  const more = () => {
    while (!response.destroyed) {
      written += piece.length;
      if (!response.write(piece)) return;
    }
  };
  response.on("drain", more);
  more();
  return () => written;
}

describe("no connection", () => {
  test("is an error that allows a retry: nothing was sent", async () => {
    const url = await deadAddress();
    const failure = await failureOf(url);
    expect(failure).toBeInstanceOf(TransportError);
    expect(failure).toMatchObject({
      message: `${url}/Services88/ForeignSystem.svc cannot be reached (ECONNREFUSED)`,
      code: "unreachable",
      retrySafe: true,
      status: undefined,
    });
  });

  test("because the host is unknown", async () => {
    const failure = await failureOf("http://nowhere.invalid/Remote");
    expect(failure).toMatchObject({ code: "unreachable", retrySafe: true });
    expect(String(failure)).toMatch(/cannot be reached \((ENOTFOUND|EAI_AGAIN)\)$/);
  });

  test("because the other side does not speak TLS", async () => {
    const url = await startSocketServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    expect(await failureOf(url.replace("http:", "https:"))).toMatchObject({ name: "TransportError" });
  });
});

describe("a connection that breaks", () => {
  test("before the answer", async () => {
    const { failure, address } = await failureFromSocket((socket) => socket.resetAndDestroy());
    expect(failure).toMatchObject({
      name: "TransportError",
      code: "interrupted",
      message: `the connection to ${address} broke before the answer was complete`,
      retrySafe: true,
    });
  });

  test("is not safe to retry when the operation is not", async () => {
    const url = await startSocketServer((socket) => socket.resetAndDestroy());
    const call = createClient({ url }).ForeignSystem.AddForeignKey({ ApplicationName: "erp" });
    await expect(call).rejects.toMatchObject({ code: "interrupted", retrySafe: false });
  });

  test("in the middle of the answer", async () => {
    const { failure } = await failureFromSocket((socket) =>
      socket.end("HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\ncontent-length: 1000\r\n\r\n<s:Envelope"),
    );
    expect(failure).toMatchObject({ name: "TransportError", code: "interrupted", status: 200, retrySafe: true });
  });

  test("in the middle of a compressed answer", async () => {
    const { failure } = await failureFromSocket((socket) =>
      socket.end("HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\ncontent-encoding: gzip\r\n\r\n\x1f\x8b\x08", "latin1"),
    );
    expect(failure).toMatchObject({ name: "TransportError", code: "interrupted" });
  });

  test("with bytes that are not HTTP", async () => {
    const { failure } = await failureFromSocket((socket) => socket.end("SSH-2.0-OpenSSH_9.6\r\n"));
    expect(failure).toMatchObject({ name: "TransportError", code: "response_invalid", retrySafe: true });
  });
});

describe("an answer that does not come in time", () => {
  /** The failure of a call of which the time passes once `serve` has done its part. */
  async function failureInTime(serve: (socket: Socket) => void) {
    const time = stopClock();
    return failureFromSocket(
      (socket) => {
        serve(socket);
        time.advance(149);
        time.advance(1);
      },
      { timeoutMs: 150 },
    );
  }

  test.each<[string, (socket: Socket) => void]>([
    ["at all", () => undefined],
    [
      "beyond the head",
      (socket) => socket.write("HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\ncontent-length: 99\r\n\r\n"),
    ],
    [
      "beyond its first bytes",
      (socket) => socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\n<s:E\r\n"),
    ],
  ])("%s", async (_, serve) => {
    const { failure, address } = await failureInTime(serve);
    expect(failure).toMatchObject({
      name: "TransportError",
      code: "timeout",
      message: `${address} did not answer within 150 ms`,
      retrySafe: true,
    });
  });

  test("though something always comes", async () => {
    const time = stopClock();
    const { failure } = await failureFromSocket(
      (socket) => {
        socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
        const drip = setInterval(() => {
          socket.write("1\r\n \r\n");
          time.advance(10);
        }, 1);
        socket.on("close", () => clearInterval(drip));
      },
      { timeoutMs: 150 },
    );
    expect(failure).toMatchObject({ name: "TransportError", code: "timeout" });
  });

  test("closes the connection", async () => {
    let closed: Promise<unknown> | undefined;
    await failureInTime((socket) => {
      closed = once(socket, "close");
    });
    await closed;
  });
});

describe("HTTP without SOAP", () => {
  test.each([
    [401, "answered HTTP 401 without SOAP: it wants an authorization by HTTP, which is not SOAP's"],
    [404, "answered HTTP 404 without SOAP: there is no such service, or the address is wrong"],
    [204, "answered HTTP 204 without SOAP"],
    [
      302,
      "answered HTTP 302 without SOAP: it redirects to https://other.example.com/sign-in, and a ticket is for one server only",
    ],
    [418, "answered HTTP 418 without SOAP"],
    [421, "answered HTTP 421 without SOAP: the tenant lives at another host, which SuperOffice's state service tells"],
    [502, "answered HTTP 502 without SOAP: NetServer behind it does not answer"],
  ])("of status %i", async (status, message) => {
    const { failure, address } = await failureFrom((response) => {
      const location =
        status === 302 ? { location: "https://user:secret@other.example.com/sign-in?state=secret#x" } : {};
      response.writeHead(status, { "content-type": "text/html", ...location }).end("<!DOCTYPE html><p>Sorry & bye");
    });
    expect(failure).toMatchObject({
      name: "TransportError",
      code: "http_status",
      message: `${address} ${message}`,
      url: address,
      status,
    });
  });

  test.each([
    ["17", 17_000],
    ["0", 0],
    [undefined, undefined],
    ["soon", undefined],
    ["Wed, 21 Oct 2015 07:28:00 GMT", 0],
  ])("of status 503 with Retry-After %s", async (retryAfter, retryAfterMs) => {
    const { failure } = await failureFrom((response) => {
      response.writeHead(503, retryAfter === undefined ? {} : { "retry-after": retryAfter }).end();
    });
    expect(failure).toMatchObject({ code: "http_status", status: 503, retrySafe: true, retryAfterMs });
  });

  test.each([301, 307, 308])("of status %i with an address relative to its own, or none", async (status) => {
    const to = async (location: object) => {
      const { failure, address } = await failureFrom(
        (response) => void response.writeHead(status, { ...location }).end(),
      );
      return (failure as Error).message.replaceAll(new URL(address).origin, "");
    };
    const path = "/SuperOffice/Remote/Services88/ForeignSystem.svc";
    const tail = "and a ticket is for one server only";
    const told = `${path} answered HTTP ${status} without SOAP: it redirects`;
    expect(await to({ location: "/sign-in?x" })).toBe(`${told} to /sign-in, ${tail}`);
    expect(await to({ location: "http://[" })).toBe(`${told} to an invalid address, ${tail}`);
    expect(await to({})).toBe(`${told}, ${tail}`);
  });

  test.each([200, 500])("but MTOM, of status %i, which is named", async (status) => {
    const type = 'multipart/related; type="application/xop+xml"; start="<root>"; start-info="text/xml"; boundary=b';
    const root = "--b\r\nContent-Type: application/xop+xml\r\nContent-ID: <root>\r\n\r\n<s:Envelope/>\r\n--b--\r\n";
    const { failure, address } = await failureFrom((response) => {
      response.writeHead(status, { "content-type": type }).end(root);
    });
    expect(failure).toMatchObject({
      code: "response_invalid",
      message: `${address} answered with an MTOM message (multipart/related), which is not read; switch MTOM off on the service`,
      status,
    });
  });

  test.each([
    ["a page", "text/html", "<!DOCTYPE html><html><head><title>Sign in</title></head></html>"],
    ["a page that is XML", "application/xhtml+xml", '<html xmlns="http://www.w3.org/1999/xhtml"/>'],
    ["JSON", "application/json", '{"error":"no"}'],
  ])("but %s of status 200", async (_, type, body) => {
    const { failure, address } = await failureFrom((response) => {
      response.writeHead(200, { "content-type": type }).end(body);
    });
    expect(failure).toMatchObject({
      name: "TransportError",
      code: "response_invalid",
      message: `${address} answered with ${type} instead of SOAP; a page of a proxy or a sign-in may stand in between`,
      status: 200,
    });
  });

  test("but nothing at all", async () => {
    const { failure, address } = await failureFrom((response) => {
      response.writeHead(200, { "content-type": "text/xml" }).end();
    });
    expect(failure).toMatchObject({
      code: "interrupted",
      message: `the answer of ${address} is empty`,
    });
  });
});

describe("SOAP that is no answer", () => {
  test.each([
    ["", -20, "<Body> is not closed"],
    [" in its first tag", 40, "the document ends inside of a tag"],
  ])("because the envelope is cut off%s, is an interruption", async (_where, end, reason) => {
    const { failure, address } = await failureFrom((response, { message }) => {
      const envelope = answerTo(message, { Response: null });
      response.writeHead(200, { "content-type": "text/xml" }).end(envelope.slice(0, end));
    });
    expect(failure).toMatchObject({
      name: "TransportError",
      code: "interrupted",
      message: `the answer of ${address} ends too early: ${reason}`,
      retrySafe: true,
    });
  });

  test("because it answers another operation, says which", async () => {
    const { failure } = await failureFrom((response, { message }) => {
      const envelope = answerTo({ ...message, operation: "GetKey" }, { Response: null });
      response.writeHead(200, { "content-type": "text/xml" }).end(envelope);
    });
    expect(failure).toBeInstanceOf(DecodeError);
    expect(failure).toMatchObject({ code: "operation_unknown" });
  });

  test("because a value does not fit, says where", async () => {
    const { failure } = await failureFrom((response, { message }) => {
      const envelope = answerTo(message, { Response: { ForeignAppId: 17 } }).replace(">17<", ">seventeen<");
      response.writeHead(200, { "content-type": "text/xml" }).end(envelope);
    });
    expect(failure).toMatchObject({
      name: "DecodeError",
      code: "value_invalid",
      path: "Body/GetAppByNameResponse/Response/ForeignAppId",
    });
  });

  test("because it is the request again", async () => {
    const { failure } = await failureFrom((response, { envelope }) => {
      response.writeHead(200, { "content-type": "text/xml" }).end(envelope);
    });
    expect(failure).toMatchObject({ name: "DecodeError", code: "operation_unknown" });
  });
});

describe("an answer without end", () => {
  const limited = { maxResponseBytes: 1_000_000 };

  test("is read so far and no further", async () => {
    let written = () => 0;
    let closed: Promise<unknown> | undefined;
    const { failure, address } = await failureFrom((response, { message }) => {
      closed = once(response, "close");
      const [head] = answerTo(message, { Response: { Name: "x" } }).split("x</Name>");
      response.writeHead(200, { "content-type": "text/xml" }).write(head);
      written = flood(response, "a".repeat(65_536));
    }, limited);
    expect(failure).toMatchObject({
      name: "TransportError",
      code: "response_too_large",
      message: `the answer of ${address} is longer than 1000000 bytes`,
    });
    await closed;
    // The kernel's and both streams' buffers lie in between.
    expect(written()).toBeLessThan(20_000_000);
  });

  test("is not even read when it is no SOAP", async () => {
    let written = () => 0;
    let closed: Promise<unknown> | undefined;
    const { failure } = await failureFrom((response) => {
      closed = once(response, "close");
      response.writeHead(500, { "content-type": "text/html" });
      written = flood(response, "<p>Sorry".repeat(8_192));
    });
    expect(failure).toMatchObject({ code: "http_status", status: 500 });
    await closed;
    expect(written()).toBeLessThan(20_000_000);
  });

  test("at the limit is an answer", async () => {
    const length = await new Promise<number>((resolve) => {
      void startUpstream(({ message }) => {
        const envelope = answerTo(message, { Response: null });
        resolve(envelope.length);
        return { envelope };
      }).then(({ url }) => createClient({ url }).ForeignSystem.GetAppByName({}));
    });
    const { url } = await startUpstream(({ message }) => ({ envelope: answerTo(message, { Response: null }) }));
    const atLimit = createClient({ url, maxResponseBytes: length });
    expect(await atLimit.ForeignSystem.GetAppByName({})).toBeNull();
    const below = createClient({ url, maxResponseBytes: length - 1 });
    await expect(below.ForeignSystem.GetAppByName({})).rejects.toMatchObject({ code: "response_too_large" });
  });
});

test("no error names the ticket", async () => {
  const { url } = await startUpstream((request, response) => {
    response.writeHead(500, { "content-type": "text/html" }).end(request.envelope.replaceAll("<", "&lt;"));
    return undefined;
  });
  const failure = await failureOf(url, { ticket: "7T:very-secret", applicationToken: "very-secret-too" });
  const { message, stack, cause } = failure as TransportError;
  expect([message, stack, String(cause), JSON.stringify(failure)].join()).not.toContain("secret");
});

test.each([
  { ticket: "7T:very-secret\u0000" },
  { ticket: "7T:x", applicationToken: "very-secret\u0000" },
  { username: "u", password: "very-secret\u0000" },
  { accessToken: "8A:very-secret\u0000" },
])("no error names a secret that cannot be sent: %j", async (credentials) => {
  const client = createClient({ url: await deadAddress(), ...credentials });
  const failure: unknown = await client.ForeignSystem.GetAppByName({}).catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: "SchemaError", actual: "U+0000" });
  expect(String(failure)).not.toContain("secret");
});
