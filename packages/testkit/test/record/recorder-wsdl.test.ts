import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, request, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createRecorder, type Recorder, type RecorderOptions } from "../../src/index.ts";
import { readdressed } from "../../src/record/wsdl-addresses.ts";

const service = "/SuperOffice/Remote/Services88/SoPrincipal.svc";
const directory = mkdtempSync(join(tmpdir(), "recorder-wsdl-"));
let upstream: Server;
let origin = "";
let answer: { status?: number; headers?: Record<string, string>; body: string | Buffer };
let told: string[] = [];
let recorder: Recorder | undefined;

beforeAll(async () => {
  upstream = createServer({ keepAliveTimeout: 0 }, (incoming, response) => {
    incoming.resume();
    response.writeHead(answer.status ?? 200, { "Content-Type": "text/xml; charset=utf-8", ...answer.headers });
    response.end(answer.body);
  });
  await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await recorder?.close();
  recorder = undefined;
});
afterAll(() => {
  upstream.closeAllConnections();
  upstream.close();
  rmSync(directory, { recursive: true });
});

async function listening(options: Partial<RecorderOptions> = {}): Promise<URL> {
  told = [];
  const onSkipped = (reason: string) => told.push(reason);
  recorder = createRecorder({ upstream: `${origin}/SuperOffice`, directory, onSkipped, ...options });
  return recorder.listen();
}

/** Sends a GET and resolves to the recorder's response as it is on the wire. */
function get(base: URL, target: string, headers: Record<string, string> = {}) {
  return new Promise<{ headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    const sent = request({ port: base.port, host: base.hostname, path: target, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }));
    });
    sent.on("error", reject).end();
  });
}

const asked = "/Remote/Services88/SoPrincipal.svc";

/** Returns a WSDL with everything that may name an address, and with much that must stay. */
const wsdlAt = (address: string, base: string, declaration = `<?xml version="1.0" encoding="utf-8"?>\r\n`) =>
  `${declaration}<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" targetNamespace='${base}/ns'
  xmlns:soap='http://schemas.xmlsoap.org/wsdl/soap/' xmlns:s12="http://schemas.xmlsoap.org/wsdl/soap12/"
  xmlns:http="http://schemas.xmlsoap.org/wsdl/http/">
  <!-- <soap:address location="${address}"/> -->
  <wsdl:import namespace="urn:b" location="${base}/Remote/Services88/SoPrincipal.svc?wsdl=wsdl0"/>
  <wsdl:types><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
    ><xs:import schemaLocation='${base}/Remote/Services88/SoPrincipal.svc?xsd=xsd0&amp;x=1' namespace="urn:a"
    /><xs:include schemaLocation="http://www.w3.org/2001/xml.xsd"/></xs:schema></wsdl:types>
  <wsdl:documentation>æ ${address} &#xB; <a location="${address}"/></wsdl:documentation>
  <wsdl:service name="S"><wsdl:port name="a"><soap:address  location = '${address}' ></soap:address></wsdl:port
  ><wsdl:port name="b"><s12:address xmlns:x="urn:x" x:location="${address}" location="${address}"/></wsdl:port
  ><wsdl:port name="c"><http:address location="${address}"/></wsdl:port
  ><wsdl:port name="d"><soap:address location="net.tcp://127.0.0.1/S"/></wsdl:port></wsdl:service>
</wsdl:definitions>`;

/** Returns the same WSDL as its client should get it. */
const ownAt = (address: string, base: string, own: string, declaration?: string) => {
  let document = wsdlAt(address, base, declaration);
  const replace = (from: string, to: string) => {
    expect(document).toContain(from);
    document = document.replace(from, to);
  };
  replace(`<soap:address  location = '${address}'`, `<soap:address  location = "${own}${asked}"`);
  replace(`x:location="${address}" location="${address}"`, `x:location="${address}" location="${own}${asked}"`);
  replace(`location="${base}${asked}?wsdl=wsdl0"`, `location="${own}${asked}?wsdl=wsdl0"`);
  replace(`schemaLocation='${base}${asked}?xsd=xsd0&amp;x=1'`, `schemaLocation="${own}${asked}?xsd=xsd0&amp;x=1"`);
  return document;
};

describe("a WSDL names the recorder where it named", () => {
  test.each([
    ["the upstream", () => [`${origin}${service}`, `${origin}/SuperOffice`]],
    ["its public address", () => [`https://crm.example.com${service}`, "https://crm.example.com/SuperOffice"]],
    [
      "a public address with another path",
      () => ["https://crm.example.com/x/SOPRINCIPAL.svc", `${origin}/SuperOffice`],
    ],
    [
      "the machine behind a proxy",
      () => ["http://web01:8080/Remote/Services88/SoPrincipal.svc", `${origin}/SuperOffice`],
    ],
  ])("%s, and stays as it is elsewhere", async (_, addresses) => {
    const [address = "", base = ""] = addresses();
    answer = { body: wsdlAt(address, base) };
    const url = await listening();
    for (const query of ["?wsdl", "?singleWsdl", "?WSDL=wsdl0", "?x=1&wsdl"]) {
      const { body, headers } = await get(url, `${asked}${query}`);
      expect(body.toString()).toBe(ownAt(address, base, url.origin));
      expect(headers["content-length"]).toBe(String(body.length));
    }
  });

  test.each([
    ["the Host header", { host: "recorder.test:8080" }, asked, "http://recorder.test:8080"],
    ["a whole URL, as of a proxy", {}, `http://crm.test${asked}`, "http://crm.test"],
  ])("as its client asked for it, by %s", async (_, headers, target, own) => {
    answer = { body: wsdlAt(`${origin}${service}`, `${origin}/SuperOffice`) };
    const { body } = await get(await listening(), `${target}?wsdl`, headers);
    expect(body.toString()).toBe(ownAt(`${origin}${service}`, `${origin}/SuperOffice`, own));
  });

  test("to a client of HTTP/1.0 that says no Host, the address that it has connected to", async () => {
    answer = { body: wsdlAt(`${origin}${service}`, `${origin}/SuperOffice`) };
    const url = await listening();
    const socket = connect(Number(url.port), url.hostname);
    socket.write(`GET ${asked}?wsdl HTTP/1.0\r\n\r\n`);
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toContain(`location = "${url.origin}${asked}"`);
  });

  test("the rest of the service's path, and an address of another service", async () => {
    const address = (location: string) =>
      `<d:definitions xmlns:d="http://schemas.xmlsoap.org/wsdl/" xmlns:p="http://schemas.xmlsoap.org/wsdl/soap/">` +
      `<p:address location="${location}"/></d:definitions>`;
    const url = await listening();
    for (const [there, here] of [
      [`https://crm.example.com${service}/basic?a=1&amp;b=%22#c`, `${asked}/basic?a=1&amp;b=%22#c`],
      [`${origin}/SuperOffice/Other.svc`, "/Other.svc"],
      [`${origin}/superoffice/Other.svc`, "/Other.svc"],
      ["https://crm.example.com/Other.svc", "/Other.svc"],
    ] as const) {
      answer = { body: address(there) };
      expect((await get(url, `${asked}?wsdl`)).body.toString()).toBe(address(`${url.origin}${here}`));
    }
    answer = { body: address("SoPrincipal.svc") };
    expect((await get(url, `${asked}?wsdl`)).body.toString(), "a relative one leads here already").toBe(answer.body);
  });
});

test("a schema that is asked for by itself leads back to the recorder", async () => {
  const schema = (base: string) =>
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:import schemaLocation="${base}${asked}?xsd=xsd1"/></xs:schema>`;
  answer = { body: schema(`${origin}/SuperOffice`) };
  const url = await listening();
  expect((await get(url, `${asked}?xsd=xsd0`)).body.toString()).toBe(schema(url.origin));
});

describe("a WSDL is read", () => {
  test.each([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
  ] as const)("when it is compressed with %s", async (encoding, compress) => {
    const body = compress(wsdlAt(`${origin}${service}`, `${origin}/SuperOffice`));
    answer = { body, headers: { "Content-Encoding": encoding, "Content-MD5": "x", ETag: '"1"' } };
    const url = await listening();
    const { headers, body: own } = await get(url, `${asked}?wsdl`, { "accept-encoding": encoding });
    expect(own.toString()).toBe(ownAt(`${origin}${service}`, `${origin}/SuperOffice`, url.origin));
    expect(headers).toMatchObject({ etag: '"1"', "content-length": String(own.length) });
    expect(headers).not.toHaveProperty("content-encoding");
    expect(headers).not.toHaveProperty("content-md5");
  });

  const swapped = (text: string) => Buffer.from(text, "utf16le").swap16();
  test.each<[string, string, (text: string) => Buffer]>([
    ["UTF-8", "utf-8", (text) => Buffer.from(text)],
    ["UTF-8 that calls itself UTF-16", "utf-16", (text) => Buffer.from(text)],
    ["UTF-8 with a byte order mark", "utf-8", (text) => Buffer.from(`\ufeff${text}`)],
    ["ISO 8859-1", "iso-8859-1", (text) => Buffer.from(text, "latin1")],
    [
      "windows-1252, whose bytes are no ISO 8859-1",
      "windows-1252",
      (text) => Buffer.from(text.replace("æ", "\x80\x99"), "latin1"),
    ],
    ["UTF-16, little end first", "utf-16", (text) => Buffer.from(`\ufeff${text}`, "utf16le")],
    ["UTF-16, big end first", "utf-16", (text) => swapped(`\ufeff${text}`)],
    ["UTF-16 without a mark", "utf-16", (text) => Buffer.from(text, "utf16le")],
  ])("in %s, and stays in it", async (_, encoding, encode) => {
    const declaration = `<?xml version="1.0" encoding="${encoding}"?>`;
    answer = { body: encode(wsdlAt(`${origin}${service}`, `${origin}/SuperOffice`, declaration)) };
    const url = await listening();
    const own = encode(ownAt(`${origin}${service}`, `${origin}/SuperOffice`, url.origin, declaration));
    expect((await get(url, `${asked}?wsdl`)).body).toEqual(own);
  });

  test("whatever its media type says, when it was asked for as one", async () => {
    answer = { body: wsdlAt(`${origin}${service}`, origin), headers: { "Content-Type": "text/plain" } };
    const url = await listening();
    expect((await get(url, `${asked}?wsdl`)).body.toString()).toContain(`location = "${url.origin}${asked}"`);
  });
});

describe("what is no WSDL is handed on as it came", () => {
  const address = `<soap:address xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" location="http://127.0.0.1/"/>`;
  test.each<[string, { status?: number; headers?: Record<string, string>; body: string | Buffer }, string, string[]]>([
    ["another document", { body: `<x>${address}</x>` }, asked, []],
    ["a help page", { body: `<html>${address}`, headers: { "Content-Type": "text/html" } }, asked, []],
    ["XML that cannot be read", { body: "<x>" }, asked, []],
    ["an error", { status: 500, body: wsdlAt("http://127.0.0.1/", "http://127.0.0.1") }, `${asked}?wsdl`, []],
    [
      "a broken WSDL",
      { body: "<x>" },
      `${asked}?wsdl`,
      [expect.stringContaining("handed on with its own addresses: ")],
    ],
    [
      "one in an unknown compression",
      { body: "x", headers: { "Content-Encoding": "zz" } },
      `${asked}?wsdl`,
      [expect.stringContaining("compressed with zz")],
    ],
    [
      "one that is too large",
      { body: wsdlAt("a", "b").padEnd(100_000) },
      `${asked}?wsdl`,
      [expect.stringContaining("larger than 50000")],
    ],
  ])("%s", async (_, given, target, reasons) => {
    answer = given;
    const { body } = await get(await listening({ maxBytes: 50_000 }), target);
    expect(body.toString()).toBe(given.body.toString());
    expect(told).toEqual(reasons);
  });
});

describe("a recorder through which WSDLs were asked for and nothing was called", () => {
  const bypassed = "so nothing was recorded: the client calls an address that it has from elsewhere";

  test.each([
    [1, `a WSDL was asked for but no call came, ${bypassed}`],
    [2, `WSDLs were asked for 2 times but no call came, ${bypassed}`],
  ])("tells so when it closes (%s)", async (times, reason) => {
    answer = { body: wsdlAt(`${origin}${service}`, origin) };
    const url = await listening();
    for (let time = 0; time < times; time++) await get(url, `${asked}?wsdl`);
    expect(told).toEqual([]);
    await recorder?.close();
    expect(told).toEqual([reason]);
  });

  test("warns by the process without a listener", async () => {
    const warnings: Error[] = [];
    const remember = (warning: Error) => warnings.push(warning);
    process.on("warning", remember);
    answer = { body: wsdlAt(`${origin}${service}`, origin) };
    const alone = createRecorder({ upstream: origin, directory });
    await get(await alone.listen(), `${asked}?wsdl`);
    await alone.close();
    await expect
      .poll(() => warnings.map(String))
      .toEqual([`RecorderWarning: a WSDL was asked for but no call came, ${bypassed}`]);
    process.off("warning", remember);
  });

  test("tells nothing when a call came, or when no WSDL was asked for", async () => {
    answer = { body: wsdlAt(`${origin}${service}`, origin) };
    const url = await listening();
    await get(url, `${asked}?wsdl`);
    await (await fetch(new URL(asked, url), { method: "POST", body: "x" })).text();
    await recorder?.close();
    expect(told).toEqual(["the response is no SOAP envelope"]);
    await listening();
    await recorder?.close();
    expect(told).toEqual([]);
  });
});

test("any WSDL differs in the addresses of its services alone, and keeps what they say", () => {
  const route = { asked: new URL(`http://r.test:1${asked}`), upstream: new URL("http://u.test/SuperOffice") };
  const blank = fc.constantFrom(" ", "\n", "\t", "\r\n  ");
  const other = fc.constantFrom(
    "",
    " wsdl:required='true'",
    ' a="&lt;&#xD83D;&#xDE00;"',
    ` b="location='x'"`,
    ` c='location="x"'`,
  );
  const query = fc.webQueryParameters();
  fc.assert(
    fc.property(
      blank,
      other,
      fc.constantFrom("", " z = '>'", "\n"),
      query,
      fc.constantFrom('"', "'"),
      (space, before, after, search, quote) => {
        const href = new URL(`http://u.test${service}?a=${search}`).href;
        const written = (url: string) => url.replaceAll("&", "&amp;").replaceAll("'", "&#39;");
        const document = (location: string) =>
          `<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"><address xmlns="http://schemas.xmlsoap.org/wsdl/soap/"` +
          `${before}${space}location${location}${after}/>😀</wsdl:definitions>`;
        const body = readdressed(Buffer.from(document(`=${quote}${written(href)}${quote}`)), route)?.body.toString();
        const own = href.replace(`http://u.test${service}`, route.asked.href).replaceAll("&", "&amp;");
        expect(body).toBe(document(`="${own}"`));
      },
    ),
  );
});
