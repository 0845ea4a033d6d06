import { EventEmitter, once } from "node:events";
import { type ClientRequest, request as httpRequest } from "node:http";
import { connect, type Socket } from "node:net";
import { gunzipSync, gzipSync } from "node:zlib";
import { decodeMessage, encodeRequest } from "@superoffice-soap/codec";
import { describe, expect, test } from "vitest";
import { actionFor, call, exchange, pathFor, post, serveEmbedded, serveSoap, standIn } from "./soap-server.ts";

const save = { services: "Services88", agent: "ForeignSystem", operation: "SaveForeignKey" } as const;
const path = pathFor(save);
const action = actionFor(save);
const key = { Key: "erp-id", Value: "1234", RecordId: 1, TableName: "contact" };
const input = { ForeignKey: key, ApplicationName: "erp", DeviceName: "erp", DeviceIdentifier: "" };
const served = await serveEmbedded();
const { headers } = served;
const envelope = encodeRequest({ ...save, input, headers });
const ticket = headers.Credentials.Ticket;
const namespace = "http://www.superoffice.net/ws/crm/NetServer/Services88";
const instance = "http://www.w3.org/2001/XMLSchema-instance";

const soapHeaders = `Content-Type: text/xml; charset=utf-8\r\nSOAPAction: "${action}"\r\n`;
const length = `Content-Length: ${Buffer.byteLength(envelope)}\r\n`;

/** The value in the answer to an envelope, which must succeed. */
async function saved(body: string, http: Record<string, string> = { SOAPAction: action }): Promise<unknown> {
  const { status, text } = await post(served, path, body, http);
  const message = decodeMessage(text);
  expect({ status, message }).toMatchObject({ status: 200, message: { headers: { Succeeded: true } } });
  return message.kind === "response" ? message.value.Response : undefined;
}

/** A request whose body is written by hand, in the header blocks' company. */
function byHand(body: string, { blocks = "", root = "" } = {}): string {
  return (
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:n="${namespace}" ${root}><s:Header>${blocks}` +
    `<n:Credentials><n:Ticket>${ticket}</n:Ticket></n:Credentials></s:Header><s:Body>${body}</s:Body></s:Envelope>`
  );
}

const plainKey =
  "<n:Key>erp-id</n:Key><n:Value>1234</n:Value><n:RecordId>1</n:RecordId><n:TableName>contact</n:TableName>";
const plainNames = "<n:ApplicationName>erp</n:ApplicationName><n:DeviceName>erp</n:DeviceName><n:DeviceIdentifier/>";
const plain = `<n:SaveForeignKey><n:ForeignKey>${plainKey}</n:ForeignKey>${plainNames}</n:SaveForeignKey>`;

describe("over HTTP", () => {
  test("1.0 without a Host, and the connection ends", async () => {
    const answer = await exchange(served.port, `POST ${path} HTTP/1.0\r\n${soapHeaders}${length}\r\n${envelope}`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer).toMatch(/content-length: \d+\r\n/i);
    expect(decodeMessage(answer.slice(answer.indexOf("<s:Env")))).toMatchObject({ headers: { Succeeded: true } });
  });

  test("with an absolute request target", async () => {
    const head = `POST http://any.example:81${path} HTTP/1.1\r\nHost: any.example:81\r\nConnection: close\r\n`;
    const answer = await exchange(served.port, `${head}${soapHeaders}${length}\r\n${envelope}`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });

  test("after Expect: 100-continue", async () => {
    const request = httpRequest(served.origin + path, {
      method: "POST",
      headers: { "Content-Type": "text/xml", SOAPAction: action, Expect: "100-continue" },
    });
    request.flushHeaders();
    await once(request, "continue");
    expect((await answerOf(request, envelope)).status).toBe(200);
  });

  test("in chunks that are cut inside a character", async () => {
    const bytes = Buffer.from(envelope.replace(">1234<", ">blåbær 😀<"));
    const chunks = [...bytes].map((byte) =>
      Buffer.concat([Buffer.from("1\r\n"), Buffer.of(byte), Buffer.from("\r\n")]),
    );
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n${soapHeaders}\r\n`;
    const answer = await exchange(served.port, head, Buffer.concat([...chunks, Buffer.from("0\r\n\r\n")]));
    expect(answer).toContain("<Value>blåbær 😀</Value>");
  });

  test("one request after the other on a connection, also after a refused one", async () => {
    const post = (type: string, last: string) =>
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\n${last}${length}\r\n${envelope}`;
    const answer = await exchange(
      served.port,
      post("text/xml", ""),
      post("text/plain", ""),
      post("text/xml", "Connection: close\r\n"),
    );
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 415", "HTTP/1.1 200"]);
  });

  test.each(["/remote/services88/foreignsystem.svc", "/REMOTE/SERVICES88/FOREIGNSYSTEM.SVC", `${path}/`])(
    "at %s",
    async (at) => {
      expect((await post(served, at, envelope)).status).toBe(200);
    },
  );

  test("with a byte order mark and an XML declaration", async () => {
    await saved(`\ufeff<?xml version="1.0" encoding="utf-8"?>\n${envelope}`);
  });
});

describe("a Content-Type with", () => {
  test.each([
    "text/xml",
    "text/xml; charset=utf-8",
    "text/xml;charset=UTF-8",
    'text/xml; charset="utf-8"',
    "text/xml; charset=utf8",
    "TEXT/XML; Charset=Utf-8",
    "text/xml; charset=utf-8; boundary=x",
  ])("%s is read", async (contentType) => {
    await saved(envelope, { "Content-Type": contentType });
  });

  test("none at all is refused with 415", async () => {
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${length}\r\n`;
    expect(await exchange(served.port, head, envelope)).toMatch(/^HTTP\/1\.1 415 .*there is none/s);
  });
});

describe("an action", () => {
  test.each([
    ["in quotes", { SOAPAction: `"${action}"` }],
    ["without quotes", { SOAPAction: action }],
    ["under another case of its header", { soapaction: `"${action}"` }],
    ["in another case", { SOAPAction: `"${action.toUpperCase()}"` }],
    ["that is blank", { SOAPAction: '""' }],
    ["that is empty", { SOAPAction: "" }],
    ["in SOAP 1.2's place", { "Content-Type": `application/soap+xml; charset=utf-8; action="${action}"` }],
  ])("%s finds the operation", async (_, http) => {
    await saved(envelope, http);
  });

  test("that is missing leaves the choice to the body", async () => {
    const { status } = await post(served, path, envelope);
    expect(status).toBe(200);
  });
});

describe("an envelope with", () => {
  const sample = byHand(plain);

  test("nothing but what is needed", async () => {
    expect(await saved(sample)).toMatchObject(key);
  });

  test("indentation, comments and processing instructions", async () => {
    const spread = sample.replaceAll("><", ">\r\n\t <").replace("<s:Body>", "<?x y?><!-- z --><s:Body>");
    expect(await saved(spread)).toMatchObject(key);
  });

  test("a mustUnderstand of 0, or of 1 for another actor, on a block that nobody knows", async () => {
    const blocks =
      '<x:A xmlns:x="urn:x" s:mustUnderstand="0"/><x:B xmlns:x="urn:x" s:mustUnderstand="1" s:actor="urn:someone-else"/>';
    expect(await saved(byHand(plain, { blocks }))).toMatchObject(key);
  });

  test("a mustUnderstand of 1 on a block of the contract's", async () => {
    expect(await saved(sample.replace("<n:Credentials>", '<n:Credentials s:mustUnderstand="1">'))).toMatchObject(key);
  });

  test.each([
    ["", "wcf"],
    ['s:actor="http://schemas.xmlsoap.org/soap/actor/next"', "wcf"],
  ])("a mustUnderstand of 1 on a block that nobody knows, which is a fault (%s)", async (actor) => {
    const blocks = `<x:Security xmlns:x="urn:x" s:mustUnderstand="1" ${actor}/>`;
    const { status, text } = await post(served, path, byHand(plain, { blocks }), { SOAPAction: action });
    expect(status).toBe(500);
    expect(decodeMessage(text)).toMatchObject({
      fault: { code: "mustUnderstand", message: expect.stringMatching(/Security in urn:x/) },
    });
  });

  test("WS-Addressing blocks that nobody asked for, even if they must be understood", async () => {
    const blocks = [
      "http://www.w3.org/2005/08/addressing",
      "http://schemas.xmlsoap.org/ws/2004/08/addressing",
      "http://schemas.microsoft.com/ws/2005/05/addressing/none",
    ]
      .map(
        (uri) =>
          `<w:To xmlns:w="${uri}" s:mustUnderstand="1">http://x</w:To><w:Action xmlns:w="${uri}">${action}</w:Action>`,
      )
      .join("");
    expect(await saved(byHand(plain, { blocks }))).toMatchObject(key);
  });

  test("two prefixes for one namespace, and prefixes rebound between siblings", async () => {
    const body =
      `<m:SaveForeignKey xmlns:m="${namespace}"><n:ForeignKey xmlns:p="urn:p"><p:Key>not this</p:Key><m:Key>erp-id</m:Key>` +
      `<p:Value xmlns:p="${namespace}">1234</p:Value><q:RecordId xmlns:q="${namespace}">1</q:RecordId>` +
      `<q:TableName xmlns:q="${namespace}">contact</q:TableName></n:ForeignKey>${plainNames}</m:SaveForeignKey>`;
    expect(await saved(byHand(body))).toMatchObject(key);
  });

  test("150 declarations on one element", async () => {
    const root = Array.from({ length: 150 }, (_, index) => `xmlns:d${index}="urn:${index}"`).join(" ");
    expect(await saved(byHand(plain, { root }))).toMatchObject(key);
  });

  test("xsi:type on every leaf", async () => {
    const typed = sample
      .replace(/<n:(Key|Value|TableName|ApplicationName|DeviceName)>/g, '<n:$1 i:type="d:string">')
      .replace("<n:RecordId>", '<n:RecordId i:type="d:int">');
    const root = `xmlns:i="${instance}" xmlns:d="http://www.w3.org/2001/XMLSchema"`;
    expect(await saved(typed.replace("<s:Envelope", `<s:Envelope ${root}`))).toMatchObject(key);
  });

  test.each([
    ["left out", ""],
    ["sent empty", "<n:RecordId></n:RecordId><n:CreatedDate/>"],
    ["nil", '<n:RecordId i:nil="true"/><n:CreatedDate i:nil="1"/>'],
  ])("value types that are %s", async (_, members) => {
    const bare = plainKey
      .replace("<n:RecordId>1</n:RecordId>", members)
      .replace("<n:TableName>contact</n:TableName>", "");
    const body = plain.replace(plainKey, bare);
    expect(await saved(byHand(body, { root: `xmlns:i="${instance}"` }))).toMatchObject({ RecordId: 0, TableName: "" });
  });

  test.each([
    ["left out", ""],
    ["nil", '<n:DeviceIdentifier i:nil="true"/>'],
    ["empty", "<n:DeviceIdentifier/>"],
  ])("a text that is %s", async (_, member) => {
    const body = plain.replace("<n:DeviceIdentifier/>", member);
    expect(await saved(byHand(body, { root: `xmlns:i="${instance}"` }))).toMatchObject(key);
  });

  test("a raw CR, which XML reads as a line feed, and a written one, which stays", async () => {
    const value = (text: string) => sample.replace("<n:Value>1234<", `<n:Value>${text}<`);
    expect(await saved(value("a\r\nb\rc"))).toMatchObject({ Value: "a\nb\nc" });
    expect(await saved(value(" a&#xD;&#10;b "))).toMatchObject({ Value: " a\r\nb " });
    const { text } = await post(served, path, value("a&#xD;"), { SOAPAction: action });
    expect(text).toContain("<Value>a&#xD;</Value>");
  });

  test("a dictionary's pair without a Value", async () => {
    const port = standIn({ SaveErpSyncConnectorEntity: () => null, AuthenticateGeneric: ({ input }) => input });
    const server = await serveSoap(port);
    const target = { services: "Services88", agent: "SoPrincipal", operation: "AuthenticateGeneric" } as const;
    const pair = "<n:AuthenticationGenericDataKeyValuePair><n:Key>a</n:Key></n:AuthenticationGenericDataKeyValuePair>";
    const body = `<n:AuthenticateGeneric><n:AuthenticationData>${pair}</n:AuthenticationData></n:AuthenticateGeneric>`;
    await post(server, pathFor(target), byHand(body));
    expect(port.calls[0]?.input).toEqual({ AuthenticationData: { a: null } });
  });
});

describe("gzip", () => {
  test.each(["gzip", "x-gzip", "GZIP"])("is unpacked in a request (%s)", async (coding) => {
    const { status, text } = await post(served, path, gzipSync(envelope), { "Content-Encoding": coding });
    expect(status).toBe(200);
    expect(decodeMessage(text)).toMatchObject({ headers: { Succeeded: true } });
  });

  test("that is none, or breaks off, is a fault with HTTP status 400", async () => {
    const packed = gzipSync(envelope);
    for (const body of [Buffer.from(envelope), packed.subarray(0, -20)]) {
      const { status, text } = await post(served, path, body, { "Content-Encoding": "gzip" });
      expect(status).toBe(400);
      expect(decodeMessage(text)).toMatchObject({
        fault: { code: "client", message: expect.stringMatching(/not the gzip/) },
      });
    }
  });

  test("bombs are not unpacked beyond the limit", async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, 0x20));
    expect(bomb.length).toBeLessThan(1024 * 1024);
    const before = process.memoryUsage().rss;
    const { status } = await post(served, path, bomb, { "Content-Encoding": "gzip" });
    expect(status).toBe(413);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  test("is the only packing, which the answer says", async () => {
    const { status, headers: http } = await post(served, path, envelope, { "Content-Encoding": "br" });
    expect([status, http.get("accept-encoding")]).toEqual([415, "gzip, identity"]);
  });

  test("packs a long answer for who accepts it, and no other", async () => {
    const value = "x".repeat(20_000);
    const long = standIn({ GetKeyValue: () => value, GetKey: () => null });
    const server = await serveSoap(long);
    const target = { ...save, operation: "GetKeyValue" } as const;
    const packed = await raw(server, target, { "Accept-Encoding": "gzip, deflate" });
    expect(packed.headers["content-encoding"]).toBe("gzip");
    expect(packed.headers["content-type"]).toBe("text/xml; charset=utf-8");
    expect(packed.bytes.length).toBeLessThan(2_000);
    expect(gunzipSync(packed.bytes).toString()).toContain(value);
    for (const accepted of ["identity", "gzip;q=0", "br"]) {
      expect((await raw(server, target, { "Accept-Encoding": accepted })).headers["content-encoding"]).toBeUndefined();
    }
    const short = await raw(server, { ...save, operation: "GetKey" }, { "Accept-Encoding": "gzip" });
    expect(short.headers["content-encoding"]).toBeUndefined();
  });
});

describe("a client that", () => {
  test("says a smaller length than it sends gets HTTP status 400, and the connection closes", async () => {
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\n${soapHeaders}Content-Length: 100\r\n\r\n`;
    expect(await exchange(served.port, head, envelope)).toMatch(/HTTP\/1\.1 400 /);
  });

  test("says a greater length and ends its side is not waited for", async () => {
    const socket = connect(served.port, "127.0.0.1");
    socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\n${soapHeaders}Content-Length: 100000\r\n\r\n${envelope}`);
    socket.end();
    await closed(socket);
    await saved(envelope);
  });

  test("stops in the middle of its body gets 408 after a while, and the connection closes", async () => {
    const impatient = await serveEmbedded({ bodyIdleMs: 100 });
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\n${soapHeaders}Content-Length: 100000\r\n\r\n`;
    const answer = await exchange(impatient.port, head, envelope.slice(0, 200));
    expect(answer).toMatch(/^HTTP\/1\.1 408 .*Nothing of the request came for 100 ms/s);
  });

  test("is slow but comes on is waited for", async () => {
    const patient = await serveEmbedded({ bodyIdleMs: 500 });
    const body = encodeRequest({ ...save, input, headers: patient.headers });
    const socket = connect(patient.port, "127.0.0.1").setEncoding("utf8");
    const answer = textOf(socket);
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${soapHeaders}Content-Length: ${body.length}\r\n\r\n`,
    );
    const step = Math.ceil(body.length / 8);
    for (let at = 0; at < body.length; at += step) {
      socket.write(body.slice(at, at + step));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await answer).toMatch(/^HTTP\/1\.1 200 /);
  });

  test("goes away ends the call", async () => {
    const ended = new EventEmitter();
    const aborted = once(ended, "abort");
    const port = standIn({
      SaveForeignKey: ({ context: { signal } }) =>
        new Promise((_, reject) => {
          signal?.addEventListener("abort", () => {
            ended.emit("abort");
            reject(signal.reason);
          });
        }),
    });
    const entries: unknown[] = [];
    const server = await serveSoap(port, { log: (entry) => entries.push(entry) });
    const socket = connect(server.port, "127.0.0.1");
    socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\n${soapHeaders}${length}\r\n${envelope}`);
    while (port.calls.length === 0) await new Promise((done) => setTimeout(done, 5));
    socket.destroy();
    await aborted;
    expect(entries).toEqual([]);
  });

  test("is one of a thousand with nothing to say does not keep another from its answer", async () => {
    const idle = await Promise.all(Array.from({ length: 1000 }, () => opened(served.port)));
    for (const socket of idle) socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\n${soapHeaders}${length}\r\n<`);
    const started = performance.now();
    await saved(envelope);
    expect(performance.now() - started).toBeLessThan(2_000);
    for (const socket of idle) socket.destroy();
  });

  test("sends a very long attribute or a very long text is answered", async () => {
    const long = "x".repeat(5_000_000);
    const named = byHand(plain).replace("<n:ForeignKey>", `<n:ForeignKey ${long}="1" b="${long.slice(0, 4_000_000)}">`);
    expect((await post(served, path, named)).status).toBe(200);
    const told = await post(served, path, byHand(plain.replace("erp-id", long)));
    expect(decodeMessage(told.text)).toMatchObject({ headers: { Succeeded: false } });
  });
});

describe("64 callers at once", () => {
  test("each get their own answer", async () => {
    const answers = await Promise.all(
      Array.from({ length: 64 }, async (_, index) => {
        const own = { ...input, ForeignKey: { ...key, Key: `key-${index}`, Value: `value-${index}` } };
        const { message } = await call(served, save, own, { headers });
        return message.kind === "response" ? (message.value.Response as { Value?: string }).Value : undefined;
      }),
    );
    expect(answers).toEqual(Array.from({ length: 64 }, (_, index) => `value-${index}`));
  });
});

async function answerOf(request: ClientRequest, body: string) {
  request.end(body);
  const [response] = await once(request, "response");
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode, headers: response.headers, bytes: Buffer.concat(chunks) };
}

// Unlike fetch, this leaves a packed answer packed.
function raw(server: { origin: string }, target: typeof save | { operation: string }, http: Record<string, string>) {
  const known = { ...save, ...target };
  const request = httpRequest(server.origin + pathFor(known), {
    method: "POST",
    headers: { "Content-Type": "text/xml", SOAPAction: actionFor(known), ...http },
  });
  return answerOf(request, encodeRequest({ ...known, input: {} }));
}

async function opened(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  return socket.on("error", () => undefined);
}

async function closed(socket: Socket): Promise<void> {
  socket.on("error", () => undefined).resume();
  if (!socket.destroyed) await once(socket, "close");
}

async function textOf(socket: Socket): Promise<string> {
  let text = "";
  socket.on("data", (chunk) => {
    text += chunk;
  });
  await once(socket, "close");
  return text;
}
