import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { brotliCompressSync, deflateSync, gunzipSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRecorder, goldenEnvelope, type Recorder, type RecorderOptions } from "../../src/index.ts";

const path = "/SuperOffice/Remote/Services88/ForeignSystem.svc";
const contract = "http://www.superoffice.net/ws/crm/NetServer/Services88";
const soap = "http://schemas.xmlsoap.org/soap/envelope/";

const envelope = (body: string, ticket = "7T:c2VjcmV0==") =>
  `<s:Envelope xmlns:s="${soap}"><s:Header><Credentials xmlns="${contract}"><Ticket>${ticket}</Ticket></Credentials>` +
  `</s:Header><s:Body>${body}</s:Body></s:Envelope>`;
const getKey = (name: string) => envelope(`<GetKey xmlns="${contract}"><KeyName>${name}</KeyName></GetKey>`);
const gotKey = (value: string) =>
  envelope(`<GetKeyResponse xmlns="${contract}"><Response>${value}</Response></GetKeyResponse>`);

/** The request that the upstream got last. */
interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

let directory = "";
let upstream: Server;
let seen: Seen | undefined;
let answer: { status?: number; headers?: Record<string, string>; body: string | Buffer };
let recorded: string[] = [];
let skipped: string[] = [];
let recorder: Recorder | undefined;
let address: URL;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "recorder-"));
  [seen, recorded, skipped, answer] = [undefined, [], [], { body: gotKey("1234") }];
  upstream = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      seen = { method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(chunks) };
      response.writeHead(answer.status ?? 200, { "Content-Type": "text/xml; charset=utf-8", ...answer.headers });
      response.end(answer.body);
    });
  });
  await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  await recorder?.close();
  recorder = undefined;
  upstream.closeAllConnections();
  upstream.close();
  rmSync(directory, { recursive: true });
});

/** The listeners of these tests' recorder, unless a test asks for a recorder without any. */
const told: Partial<RecorderOptions> = {
  onRecorded: (file) => recorded.push(file),
  onSkipped: (reason) => skipped.push(reason),
};

/** Starts a recorder before the upstream; resolves to a function that sends a request through it. */
async function record(options: Partial<RecorderOptions> = {}, listeners = told) {
  const { port } = upstream.address() as AddressInfo;
  recorder = createRecorder({
    upstream: `http://127.0.0.1:${port}/SuperOffice/`,
    directory,
    ...listeners,
    ...options,
  });
  const url = await recorder.listen();
  address = url;
  return (body: string | Buffer, headers: Record<string, string> = {}, to = "/Remote/Services88/ForeignSystem.svc") =>
    fetch(new URL(to, url), { method: "POST", body: new Uint8Array(Buffer.from(body)), headers });
}

/** Resolves to the response's status for exactly this request target, which `fetch` would normalise. */
async function statusOf(target: string): Promise<number | undefined> {
  const { port, hostname: host } = address;
  return new Promise((resolve, reject) => {
    const sent = request({ port, host, method: "POST", path: target }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("error", reject).end(getKey("erp-id"));
  });
}

const read = (file: string) => readFileSync(join(directory, file), "utf8");

test("hands a call on as it came, and its answer", async () => {
  const send = await record();
  const response = await send(getKey("erp-id"), { SOAPAction: `"${contract}/ForeignSystem/GetKey"`, "X-Own": "1" });
  expect(seen).toMatchObject({
    method: "POST",
    url: path,
    headers: { soapaction: `"${contract}/ForeignSystem/GetKey"`, "x-own": "1" },
  });
  expect(seen?.headers.host).toBe(`127.0.0.1:${(upstream.address() as AddressInfo).port}`);
  expect(seen?.body.toString()).toBe(getKey("erp-id"));
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/xml; charset=utf-8");
  expect(await response.text()).toBe(gotKey("1234"));
});

test.each(["//Remote/Services88/ForeignSystem.svc", "///Remote/Services88/ForeignSystem.svc"])(
  "hands a call of %s on too: an address that is put together may have a slash too many",
  async (target) => {
    await record();
    expect(await statusOf(target)).toBe(200);
    expect(seen?.url).toBe(path);
  },
);

test("hands a call on that is made as of a proxy", async () => {
  await record();
  expect(await statusOf("http://crm.example.com/Remote/Services88/ForeignSystem.svc")).toBe(200);
  expect(seen?.url).toBe(path);
});

test.each([
  ["//", 200],
  ["http://[/Remote", 400],
  ["*", 400],
])("answers who asks for %s", async (target, status) => {
  await record();
  expect(await statusOf(target)).toBe(status);
});

test("hands a question for the WSDL on with its query", async () => {
  const send = await record();
  await send("", {}, "/Remote/Services88/ForeignSystem.svc?singleWsdl&x=%20");
  expect(seen?.url).toBe(`${path}?singleWsdl&x=%20`);
});

test("has written both envelopes without their secrets when the answer is there", async () => {
  const send = await record();
  await (await send(getKey("erp-id"))).text();
  expect(recorded).toEqual(["Services88/ForeignSystem/GetKey.request.xml"]);
  const scrubbed = (xml: string) => xml.replace("7T:c2VjcmV0==", "7T:1234abcxyzExample==");
  expect(read("Services88/ForeignSystem/GetKey.request.xml")).toBe(scrubbed(getKey("erp-id")));
  expect(read("Services88/ForeignSystem/GetKey.response.xml")).toBe(scrubbed(gotKey("1234")));
});

test("records a documented envelope byte for byte", async () => {
  const direction = (which: "request" | "response") =>
    goldenEnvelope("Services88", "ForeignSystem", "SaveForeignKey", which);
  answer = { body: direction("response") };
  const send = await record();
  await (await send(direction("request"), {}, "/Remote/services88/foreignsystem.svc")).text();
  expect(read("Services88/ForeignSystem/SaveForeignKey.request.xml")).toBe(direction("request"));
  expect(read("Services88/ForeignSystem/SaveForeignKey.response.xml")).toBe(direction("response"));
});

test("numbers different calls of one operation and writes equal ones once", async () => {
  const send = await record();
  for (const name of ["a", "b", "a", "b", "c"]) await (await send(getKey(name))).text();
  expect(readdirSync(join(directory, "Services88/ForeignSystem")).sort()).toEqual([
    "GetKey-2.request.xml",
    "GetKey-2.response.xml",
    "GetKey-3.request.xml",
    "GetKey-3.response.xml",
    "GetKey.request.xml",
    "GetKey.response.xml",
  ]);
  expect(read("Services88/ForeignSystem/GetKey-3.request.xml")).toContain("<KeyName>c</KeyName>");
});

test.each([
  ["gzip", gzipSync],
  ["X-GZip", gzipSync],
  ["deflate", deflateSync],
  ["br", brotliCompressSync],
] as const)("records what is compressed with %s", async (encoding, compress) => {
  answer = { body: compress(gotKey("1234")), headers: { "Content-Encoding": encoding } };
  const send = await record();
  const response = await send(gzipSync(getKey("erp-id")), { "Content-Encoding": "gzip" });
  expect(await response.text()).toBe(gotKey("1234"));
  expect(gunzipSync(seen?.body ?? "").toString()).toBe(getKey("erp-id"));
  expect(read("Services88/ForeignSystem/GetKey.request.xml")).toContain("<KeyName>erp-id</KeyName>");
  expect(read("Services88/ForeignSystem/GetKey.response.xml")).toContain("<Response>1234</Response>");
});

test("records a fault too", async () => {
  answer = { status: 500, body: envelope("<s:Fault><faultstring>no</faultstring></s:Fault>") };
  const send = await record();
  expect((await send(getKey("a"))).status).toBe(500);
  expect(read("Services88/ForeignSystem/GetKey.response.xml")).toContain("<faultstring>no</faultstring>");
});

test("scrubs what it is told to", async () => {
  answer = { body: gotKey("<Value>hunter2</Value>") };
  const send = await record({ alsoSecret: ["keyname", "Value"] });
  await (await send(getKey("hunter2"))).text();
  expect(read("Services88/ForeignSystem/GetKey.request.xml")).toContain("<KeyName>scrubbed</KeyName>");
  expect(read("Services88/ForeignSystem/GetKey.response.xml")).toContain("<Value>scrubbed</Value>");
});

test.each<
  [why: string, request: string | Buffer, headers: Record<string, string>, to: string | undefined, reason: string]
>([
  ["another path", getKey("a"), {}, "/Remote/other?wsdl", "/SuperOffice/Remote/other is no service's path"],
  ["no XML", "Password=hunter2", {}, undefined, "the request is no XML"],
  ["no SOAP", "<GetKey/>", {}, undefined, "the request is no SOAP envelope"],
  ["an empty body", envelope(""), {}, undefined, "the request's body names no operation"],
  ["bad bytes", Buffer.of(0x3c, 0xff), {}, undefined, "a body is not UTF-8"],
  ["false compression", getKey("a"), { "Content-Encoding": "gzip" }, undefined, "a body is not compressed with gzip"],
  [
    "odd compression",
    getKey("a"),
    { "Content-Encoding": "zz" },
    undefined,
    "a body is compressed with zz, which is not known",
  ],
  ["too many bytes", getKey("a".repeat(2_000)), {}, undefined, "a body is larger than 2000 bytes"],
  [
    "a bomb",
    gzipSync(getKey("a".repeat(9_000))),
    { "Content-Encoding": "gzip" },
    undefined,
    "a body is larger than 2000 bytes",
  ],
])("hands on and does not record %s", async (_why, request, headers, to, reason) => {
  const send = await record({ maxBytes: 2_000 });
  expect((await send(request, headers, to)).status).toBe(200);
  expect(seen?.body).toEqual(Buffer.from(request));
  expect([recorded, skipped]).toEqual([[], [reason]]);
  expect(existsSync(join(directory, "Services88"))).toBe(false);
});

test("hands on and does not record an answer that is no envelope", async () => {
  answer = { status: 503, body: "<html><body>later</body></html>" };
  const send = await record();
  expect((await send(getKey("a"))).status).toBe(503);
  expect(skipped).toEqual(["the response is no SOAP envelope"]);
});

test("says when the upstream does not answer, and goes on", async () => {
  const send = await record({ upstream: "http://127.0.0.1:1" });
  const response = await send(getKey("a"));
  expect(response.status).toBe(502);
  expect(await response.text()).toBe("the upstream did not answer: ECONNREFUSED\n");
  expect((await send(getKey("a"))).status).toBe(502);
});

test("rejects when its port is taken", async () => {
  const { port } = upstream.address() as AddressInfo;
  const other = createRecorder({ upstream: "http://127.0.0.1:1", directory });
  await expect(other.listen(port)).rejects.toMatchObject({ code: "EADDRINUSE" });
  await other.close();
});

describe("what cannot be written is told", () => {
  let warnings: Error[] = [];
  const remember = (warning: Error) => warnings.push(warning);
  beforeEach(() => {
    warnings = [];
    process.on("warning", remember);
    return () => void process.off("warning", remember);
  });

  test("before anything is sent, when the directory cannot be made or written to", async () => {
    writeFileSync(join(directory, "file"), "");
    const blocked = join(directory, "file", "golden");
    const other = createRecorder({ upstream: "http://127.0.0.1:1", directory: blocked });
    await expect(other.listen()).rejects.toThrow(`cannot write below ${blocked}: ENOTDIR`);
    const file = createRecorder({ upstream: "http://127.0.0.1:1", directory: join(directory, "file") });
    await expect(file.listen()).rejects.toThrow(`cannot write below ${join(directory, "file")}: EEXIST`);
  });

  test("by a warning and by close, while calls go on and without their secrets", async () => {
    writeFileSync(join(directory, "Services88"), "");
    const send = await record({}, {});
    expect(await (await send(getKey("hunter2"))).text()).toBe(gotKey("1234"));
    expect(await (await send(getKey("hunter3"))).text()).toBe(gotKey("1234"));
    const file = join(directory, "Services88/ForeignSystem/GetKey.request.xml");
    expect(warnings.map(String)).toEqual([
      expect.stringContaining(`RecorderWarning: a call was not recorded: cannot write ${file}: `),
    ]);
    const closing = recorder?.close().catch((error: unknown) => error);
    recorder = undefined;
    const error = (await closing) as Error;
    expect(error.message).toContain(`2 calls were not recorded; the first: cannot write ${file}: `);
    expect(inspect([warnings, error], { depth: null })).not.toMatch(/hunter|c2VjcmV0/);
  });

  test("to onSkipped instead of by a warning, where there is one", async () => {
    writeFileSync(join(directory, "Services88"), "");
    const send = await record();
    await (await send(getKey("a"))).text();
    expect(skipped).toEqual([expect.stringContaining("cannot write ")]);
    expect(warnings).toEqual([]);
    const closing = recorder?.close();
    recorder = undefined;
    await expect(closing).rejects.toThrow("1 call was not recorded: cannot write ");
  });

  test("and a later call of the operation takes the name that was free", async () => {
    const blocked = join(directory, "Services88");
    writeFileSync(blocked, "");
    const send = await record();
    await (await send(getKey("a"))).text();
    rmSync(blocked);
    await (await send(getKey("a"))).text();
    expect(recorded).toEqual(["Services88/ForeignSystem/GetKey.request.xml"]);
    await recorder?.close().catch(() => undefined);
    recorder = undefined;
  });

  test("so is a call that is not recorded for another reason, by a warning alone", async () => {
    const send = await record({}, {});
    await (await send("7T:c2VjcmV0", {}, "/Remote/7T:c2VjcmV0")).text();
    expect(warnings.map(String)).toEqual([
      "RecorderWarning: a call was not recorded: /SuperOffice/Remote/7T:1234abcxyzExample== is no service's path",
    ]);
  });

  test("so is an answer that breaks off", async () => {
    upstream.removeAllListeners("request").on("request", (_request, response) => {
      response.writeHead(200, { "Content-Length": "100" });
      response.write("<", () => response.destroy());
    });
    const send = await record();
    await expect(send(getKey("a")).then((response) => response.text())).rejects.toThrow();
    expect([recorded, skipped]).toEqual([[], ["the answer broke off"]]);
  });

  test("but not a question for the WSDL, which is no call", async () => {
    const send = await record({}, {});
    const { url } = await send(getKey("a"));
    expect((await fetch(`${url}?singleWsdl`)).status).toBe(200);
    expect(seen).toMatchObject({ method: "GET", url: `${path}?singleWsdl` });
    expect(warnings).toEqual([]);
  });
});
