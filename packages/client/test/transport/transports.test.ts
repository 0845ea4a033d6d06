import { once } from "node:events";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { encodeRequest } from "@superoffice-soap/codec";
import { describe, expect, test } from "vitest";
import { deadAddress, startSocketServer } from "../../../../test-support/local-server.ts";
import manifest from "../../package.json" with { type: "json" };
import { createClient, fetchTransport, type Interceptor, type Transport } from "../../src/index.ts";
import { undiciTransport } from "../../src/transport/undici-transport.ts";
import { answerTo, startUpstream } from "../stub-upstream.ts";

const transports: readonly [string, () => Transport][] = [
  ["undici", undiciTransport],
  ["fetch", fetchTransport],
];

const anyRequest = encodeRequest({
  services: "Services88",
  agent: "SoPrincipal",
  operation: "GetSystemInfo",
  input: {},
});

describe.each(transports)("the %s transport", (_, create) => {
  test.each([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
    ["identity", Buffer.from],
  ])("reads an answer encoded as %s, of any length", async (encoding, encode) => {
    const Name = "Ærø ".repeat(100_000);
    const { url } = await startUpstream(({ message, http }, response) => {
      expect(http["accept-encoding"]).toContain("gzip");
      const body = encode(answerTo(message, { Response: { Name } }));
      response.writeHead(200, { "content-type": "text/xml", "content-encoding": encoding }).end(body);
      return undefined;
    });
    const client = createClient({ url, transport: create() });
    expect((await client.ForeignSystem.GetAppByName({}))?.Name).toBe(Name);
  });

  test.each(["gzip", "deflate", "br"])(
    "reads the status of an answer that is empty but marked as %s",
    async (encoding) => {
      const { url } = await startUpstream((_request, response) => {
        response.writeHead(503, { "content-encoding": encoding, "content-length": "0", "retry-after": "120" }).end();
        return undefined;
      });
      const client = createClient({ url, transport: create(), retry: { maxRetries: 0 } });
      const unavailable = { code: "http_status", status: 503, retryAfterMs: 120_000 };
      await expect(client.ForeignSystem.GetAppByName({})).rejects.toMatchObject(unavailable);
    },
  );

  const twice = (text: string) => gzipSync(gzipSync(text));
  test.each<[string, (text: string) => Buffer]>([
    ["gzip, gzip", twice],
    ["X-GZIP", gzipSync],
    ["deflate, br", (text) => brotliCompressSync(deflateSync(text))],
  ])("takes off the list of encodings %j", async (encoding, encode) => {
    const { url } = await startUpstream(({ message }, response) => {
      const body = encode(answerTo(message, { Response: { Name: "Ærø" } }));
      response.writeHead(200, { "content-type": "text/xml", "content-encoding": encoding }).end(body);
      return undefined;
    });
    const client = createClient({ url, transport: create() });
    expect((await client.ForeignSystem.GetAppByName({}))?.Name).toBe("Ærø");
  });

  test("tells of a body that is not in the encoding that it names, and asks once", async () => {
    const { url, received } = await startUpstream((_request, response) => {
      response.writeHead(200, { "content-type": "text/xml", "content-encoding": "gzip" }).end("no gzip at all");
      return undefined;
    });
    const client = createClient({ url, transport: create() });
    const refusal = {
      code: "response_invalid",
      message: expect.stringContaining("sent a body that cannot be decompressed"),
    };
    await expect(client.ForeignSystem.GetAppByName({})).rejects.toMatchObject(refusal);
    expect(received).toHaveLength(1);
  });

  test("counts the bytes of a compressed answer as they are uncompressed", async () => {
    const { url } = await startUpstream(({ message }, response) => {
      const body = gzipSync(answerTo(message, { Response: { Name: "a".repeat(50_000_000) } }));
      response.writeHead(200, { "content-type": "text/xml", "content-encoding": "gzip" }).end(body);
      return undefined;
    });
    const client = createClient({ url, transport: create(), maxResponseBytes: 1_000_000 });
    await expect(client.ForeignSystem.GetAppByName({})).rejects.toMatchObject({ code: "response_too_large" });
  });

  test("says when nothing was sent", async () => {
    const client = createClient({ url: await deadAddress(), transport: create(), retry: { maxRetries: 0 } });
    await expect(client.ForeignSystem.AddForeignKey({})).rejects.toMatchObject({
      code: "unreachable",
      retrySafe: true,
    });
  });

  test("says when the connection broke", async () => {
    const url = await startSocketServer((socket) => socket.resetAndDestroy());
    const client = createClient({ url, transport: create() });
    await expect(client.ForeignSystem.AddForeignKey({})).rejects.toMatchObject({
      code: "interrupted",
      retrySafe: false,
    });
  });

  test("says when the answer breaks off", async () => {
    const url = await startSocketServer((socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n<s:Env"));
    const client = createClient({ url, transport: create(), retry: { maxRetries: 0 } });
    await expect(client.ForeignSystem.GetAppByName({})).rejects.toMatchObject({ code: "interrupted", status: 200 });
  });

  test("closes the connection when reading stops", async () => {
    let closed: Promise<unknown> | undefined;
    const { url } = await startUpstream((_request, response) => {
      closed = once(response, "close");
      response.writeHead(200, { "content-type": "text/xml" }).write("anything");
      return undefined;
    });
    const { signal } = new AbortController();
    const { body } = await create().send({ url, headers: {}, body: anyRequest, signal });
    for await (const chunk of body) {
      expect(new TextDecoder().decode(chunk)).toBe("anything");
      break;
    }
    await closed;
  });

  test("does not follow a redirect", async () => {
    const { url: other, received } = await startUpstream(() => ({ output: { Response: null } }));
    const { url } = await startUpstream((_request, response) => {
      response.writeHead(307, { location: `${other}/Services88/ForeignSystem.svc` }).end();
      return undefined;
    });
    const client = createClient({ url, transport: create(), ticket: "7T:mine" });
    await expect(client.ForeignSystem.GetAppByName({})).rejects.toMatchObject({ code: "http_status", status: 307 });
    expect(received).toEqual([]);
  });

  test("closes the connection when the caller gives up in the middle of the answer", async () => {
    const giveUp = new AbortController();
    let closed: Promise<unknown> | undefined;
    const { url } = await startUpstream((_request, response) => {
      closed = once(response, "close");
      response.writeHead(200, { "content-type": "text/xml" }).write("<s:Envelope", () => giveUp.abort("enough"));
      return undefined;
    });
    const client = createClient({ url, transport: create() });
    await expect(client.ForeignSystem.GetAppByName({}, { signal: giveUp.signal })).rejects.toBe("enough");
    await closed;
  });
});

test.each([
  ["zstd", 0, "zstd"],
  ["zstd, gzip", 1, "zstd"],
  ["compress, X-New", 0, "x-new"],
  ["gzip, gzip, gzip, gzip, gzip, gzip", 6, "gzip"],
])("undici's transport tells which encoding of %j is not read, and asks once", async (encoding, packed, left) => {
  const { url, received } = await startUpstream((_request, response) => {
    let body: Buffer = Buffer.from("\x28\xb5\x2f\xfd", "latin1");
    for (let count = 0; count < packed; count++) body = gzipSync(body);
    response.writeHead(200, { "content-type": "text/xml", "content-encoding": encoding }).end(body);
    return undefined;
  });
  await expect(createClient({ url }).ForeignSystem.GetAppByName({})).rejects.toMatchObject({
    code: "response_invalid",
    message: `${url}/Services88/ForeignSystem.svc answered in the content encoding ${left}, which is not read`,
  });
  expect(received).toHaveLength(1);
});

test.each(["identity, gzip", " ,GZip ,, identity"])("undici's transport takes off the list %j", async (encoding) => {
  const { url } = await startUpstream(({ message }, response) => {
    const body = gzipSync(answerTo(message, { Response: { Name: "Ærø" } }));
    response.writeHead(200, { "content-type": "text/xml", "content-encoding": encoding }).end(body);
    return undefined;
  });
  expect(await createClient({ url }).ForeignSystem.GetAppByName({})).toMatchObject({ Name: "Ærø" });
});

test("undici's transport reads an answer whose encoding is the name of a charset", async () => {
  const { url } = await startUpstream(({ message }, response) => {
    response.writeHead(200, { "content-type": "text/xml", "content-encoding": "utf-8" });
    response.end(answerTo(message, { Response: { Name: "a" } }));
    return undefined;
  });
  expect(await createClient({ url }).ForeignSystem.GetAppByName({})).toMatchObject({ Name: "a" });
});

describe("User-Agent", () => {
  test("names the client and its version", async () => {
    const { url, received } = await startUpstream(() => ({ output: { Response: null } }));
    await createClient({ url }).ForeignSystem.GetAppByName({});
    expect(received[0]?.http["user-agent"]).toBe(`superoffice-soap/${manifest.version}`);
  });

  test.each(transports)(
    "is the client's option, over the %s transport, unless an interceptor sets it",
    async (_, create) => {
      const { url, received } = await startUpstream(() => ({ output: { Response: null } }));
      const options = { url, transport: create(), userAgent: "ERP-Sync/2.1 (acme)" };
      await createClient(options).ForeignSystem.GetAppByName({});
      const interceptor: Interceptor = (request, next) => {
        request.httpHeaders["User-Agent"] = "mine/1";
        return next();
      };
      await createClient({ ...options, interceptors: [interceptor] }).ForeignSystem.GetAppByName({});
      expect(received.map(({ http }) => http["user-agent"])).toEqual(["ERP-Sync/2.1 (acme)", "mine/1"]);
    },
  );

  test.each(["", " ", "a\r\nX: b", "Ж"])("must be one that HTTP allows, unlike %j", (userAgent) => {
    expect(() => createClient({ url: "http://127.0.0.1/Remote", userAgent })).toThrow(TypeError);
  });
});

test("a client that is closed finishes what is under way", async () => {
  const { url, received } = await startUpstream(async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (received.length === 1) return { output: { Credentials: { Ticket: "7T:x" }, AuthenticationSucceeded: true } };
    return { output: { Response: [{ Key: "a" }] } };
  });
  const client = createClient({ url, username: "u", password: "p", concurrency: 1 });
  const calls = [client.ForeignSystem.GetApplicationKeys({}), client.ForeignSystem.GetApplicationKeys({})];
  const closed = client.close();
  const refusal = { code: "unreachable", message: `${url} is not called: the client is closed` };
  await expect(client.ForeignSystem.GetApplicationKeys({})).rejects.toMatchObject(refusal);
  const items = client.ForeignSystem.GetApplicationKeys.items({});
  await expect(items[Symbol.asyncIterator]().next()).rejects.toMatchObject(refusal);
  await closed;
  expect(await Promise.all(calls)).toMatchObject([[{ Key: "a" }], [{ Key: "a" }]]);
  expect(received).toHaveLength(3);
});

test("a client that is closed finishes the list that it streams", async () => {
  const { url } = await startUpstream(() => ({ output: { Response: [{ Key: "a" }, { Key: "b" }] } }));
  const client = createClient({ url });
  const keys: unknown[] = [];
  let closed: Promise<void> | undefined;
  for await (const item of client.ForeignSystem.GetApplicationKeys.items({})) {
    closed ??= client.close();
    keys.push(item?.Key);
  }
  expect(keys).toEqual(["a", "b"]);
  await closed;
});

test("undici's transport finishes what it was given before it closes, and refuses the rest", async () => {
  const { url } = await startUpstream(() => ({ envelope: "anything" }));
  const transport = undiciTransport();
  const { signal } = new AbortController();
  const request = { url, headers: {}, body: anyRequest, signal };
  const sent = transport.send(request);
  const closed = transport.close();
  await expect(transport.send(request)).rejects.toMatchObject({
    code: "unreachable",
    message: `${url} cannot be reached (the transport is closed)`,
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of (await sent).body) chunks.push(chunk);
  expect(Buffer.concat(chunks).toString()).toBe("anything");
  await closed;
});

test("a closed client's own connections are gone", async () => {
  const { url } = await startUpstream(() => ({ output: { Response: null } }));
  const client = createClient({ url });
  await client.ForeignSystem.GetAppByName({});
  await client.close();
  await expect(client.ForeignSystem.GetAppByName({})).rejects.toMatchObject({ name: "TransportError" });
});

test("a client may be closed twice", async () => {
  const client = createClient({ url: await deadAddress() });
  await Promise.all([client.close(), client.close()]);
  await client.close();
});

test("a transport that was given stays open for others", async () => {
  const { url } = await startUpstream(() => ({ output: { Response: null } }));
  const transport = undiciTransport();
  await createClient({ url, transport }).close();
  expect(await createClient({ url, transport }).ForeignSystem.GetAppByName({})).toBeNull();
  await transport.close();
});

test("a transport that ignores the signal does not hold up the call", async () => {
  const stuck: Transport = { send: () => new Promise(() => undefined), close: async () => undefined };
  const client = createClient({ url: "http://localhost/Remote", transport: stuck, timeoutMs: 50 });
  await expect(client.ForeignSystem.GetAppByName({})).rejects.toMatchObject({ code: "timeout" });
});
