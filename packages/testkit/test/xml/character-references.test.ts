import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assertEnvelopeFile, compareEnvelopes, createRecorder, scrubEnvelope } from "../../src/index.ts";
import { parseXml } from "../../src/xml/xml-tree.ts";

// .NET writes references to characters that XML 1.0 forbids, and old Java stacks write a surrogate pair as two
// references.

const soap = "http://schemas.xmlsoap.org/soap/envelope/";
const envelope = (inside: string) =>
  `<s:Envelope xmlns:s="${soap}"><s:Body><GetKey xmlns="urn:k">${inside}</GetKey></s:Body></s:Envelope>`;
const value = (text: string) => envelope(`<Value>${text}</Value>`);

const directory = mkdtempSync(join(tmpdir(), "references-"));
afterAll(() => rmSync(directory, { recursive: true }));

const forbidden = [
  "&#xB;",
  "&#11;",
  "&#x1F;",
  "&#x0;",
  "&#xD83D;",
  "&#xDE00;",
  "&#xDE00;&#xD83D;",
  "&#xFFFE;",
  "&#xFFFF;",
];

describe("an envelope with a reference to what XML forbids", () => {
  test.each(forbidden)("is compared as it is read: %s", (reference) => {
    expect(compareEnvelopes(value(`a${reference}b`), value(`a${reference}b`))).toEqual([]);
    expect(compareEnvelopes(value(`a${reference}b`), value("ab"))).toMatchObject([{ kind: "text", expected: '"ab"' }]);
    const inAttribute = envelope(`<Value a="${reference}"/>`);
    expect(compareEnvelopes(inAttribute, inAttribute)).toEqual([]);
  });

  test("shows them by their numbers", () => {
    const [difference] = compareEnvelopes(value("a&#xB;&#xD83D;&#xFFFE;"), value("a"));
    expect(difference?.received.toLowerCase()).toBe('"a\\u000b\\ud83d\\ufffe"');
  });

  test("is the same as another spelling of it", () => {
    expect(compareEnvelopes(value("&#xD83D;&#xDE00; &#55357;&#56832;"), value("😀 &#x1F600;"))).toEqual([]);
    expect(compareEnvelopes(value("&#11;"), value("&#x000b;"))).toEqual([]);
    expect(compareEnvelopes(envelope(`<Value a="&#xD83D;&#xDE00;"/>`), envelope(`<Value a="😀"/>`))).toEqual([]);
  });

  test("is scrubbed, and what is written anew keeps its meaning", () => {
    const message = `<Message>&#xB; 7T:c2VjcmV0 &#xD83D;&#xDE00;&#xDE00; &amp;&#xD;"</Message>`;
    const clean = scrubEnvelope(envelope(message));
    expect(clean).toBe(envelope(`<Message>&#xB; 7T:1234abcxyzExample== 😀&#xDE00; &amp;&#xD;"</Message>`));
    const attribute = scrubEnvelope(envelope(`<A Token="x" b="&#xB;"/><A b='7T:c2VjcmV0 &#x9;&#xB;"&lt;'/>`));
    expect(attribute).toBe(
      envelope(`<A Token="scrubbed" b="&#xB;"/><A b="7T:1234abcxyzExample== &#x9;&#xB;&quot;&lt;"/>`),
    );
    expect(scrubEnvelope(envelope("<Password>a&#x1;b</Password>"))).toBe(envelope("<Password>scrubbed</Password>"));
  });

  test("has a golden file that can be read again", () => {
    const file = join(directory, "value.xml");
    const update = process.env.CI;
    delete process.env.CI;
    const received = value("a&#xB;&#xD83D;&#xDE00;&#xD83D; 7T:c2VjcmV0");
    assertEnvelopeFile(received, file);
    if (update !== undefined) process.env.CI = update;
    expect(readFileSync(file, "utf8")).toContain("a&#xB;😀&#xD83D; 7T:1234abcxyzExample==");
    assertEnvelopeFile(received, file);
    expect(() => assertEnvelopeFile(value("a&#xC;"), file)).toThrow(/expected {2}"a\\u000b/);
  });
});

test.each(["\u000b", "\u0000", "\ufffe"])("the character itself is refused as before: %j", (character) => {
  expect(() => parseXml(value(character))).toThrow(expect.objectContaining({ name: "XmlSyntaxError" }));
});

test.each(["&#x110000;", "&#99999999999;", "&#;", "&#x;", "&#-1;", "&b;"])(
  "a reference to nothing is refused: %s",
  (reference) => {
    expect(() => parseXml(value(reference))).toThrow(expect.objectContaining({ name: "XmlSyntaxError" }));
  },
);

test("any text that .NET writes is read, scrubbed and read again as the same", () => {
  const unit = fc.oneof(
    fc.nat({ max: 0x10_ffff }).map((code) => `&#x${code.toString(16)};`),
    fc.constantFrom(...forbidden, "&amp;", "&lt;", "a", " ", "😀"),
  );
  fc.assert(
    fc.property(fc.string({ unit }), (text) => {
      const before = envelope(`<Message>${text}</Message><A a="${text}"/>`);
      const withTicket = envelope(`<Message>${text} 7T:c2VjcmV0</Message><A a="${text} 7T:c2VjcmV0"/>`);
      const example = envelope(
        `<Message>${text} 7T:1234abcxyzExample==</Message><A a="${text} 7T:1234abcxyzExample=="/>`,
      );
      expect(scrubEnvelope(before)).toBe(before);
      expect(compareEnvelopes(scrubEnvelope(withTicket), example)).toEqual([]);
    }),
  );
});

describe("a recorder", () => {
  let upstream: Server;
  let body: string | Buffer = "";
  beforeAll(async () => {
    upstream = createServer(
      { keepAliveTimeout: 0 },
      (incoming, response) => void incoming.resume().on("end", () => response.end(body)),
    );
    await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => {
    upstream.closeAllConnections();
    upstream.close();
  });

  /** Records a call with this request and this answer. */
  async function recorded(request: string | Buffer, answer: string | Buffer) {
    const { port } = upstream.address() as AddressInfo;
    const told: string[] = [];
    const options = {
      upstream: `http://127.0.0.1:${port}`,
      directory,
      onSkipped: (reason: string) => told.push(reason),
    };
    const recorder = createRecorder(options);
    const url = await recorder.listen();
    body = answer;
    const sent = { method: "POST", body: new Uint8Array(Buffer.from(request)) };
    await (await fetch(new URL("/Services88/ForeignSystem.svc", url), sent)).arrayBuffer();
    await recorder.close();
    expect(told).toEqual([]);
    const read = (direction: string) =>
      readFileSync(join(directory, `Services88/ForeignSystem/GetKey.${direction}.xml`), "utf8");
    return { request: read("request"), response: read("response") };
  }

  test("records them as they came", async () => {
    const [request, response] = [value("&#xD83D;&#xDE00;&#x1F;"), value("a&#xB;b&#55357;")];
    expect(await recorded(request, response)).toEqual({ request, response });
  });

  const declared = (encoding: string) => `<?xml version="1.0" encoding="${encoding}" standalone="yes"?>${value("æ")}`;

  test.each<[string, string, Buffer]>([
    ["UTF-8 that calls itself UTF-16", "utf-16", Buffer.from(declared("utf-16"))],
    ["UTF-8 that calls itself ISO 8859-1", "ISO-8859-1", Buffer.from(declared("ISO-8859-1"))],
    ["UTF-16", "utf-16", Buffer.from(declared("utf-16"), "utf16le")],
    ["UTF-16, big end first", "utf-16", Buffer.from(declared("utf-16"), "utf16le").swap16()],
  ])("records %s as the UTF-8 that its files are", async (_, _encoding, bytes) => {
    expect(await recorded(bytes, bytes)).toEqual({ request: declared("UTF-8"), response: declared("UTF-8") });
  });

  test("leaves a declaration of UTF-8 as it is written", async () => {
    const xml = declared("utf-8").replaceAll('"', "'");
    expect(await recorded(xml, xml)).toEqual({ request: xml, response: xml });
  });
});
