import { connect } from "node:net";
import { decodeMessage, encodeRequest, type Fault } from "@superoffice-soap/codec";
import { afterEach, describe, expect, test } from "vitest";
import { actionFor, call, pathFor, post, serveEmbedded } from "../soap-server.ts";

const save = { services: "Services88", agent: "ForeignSystem", operation: "SaveForeignKey" } as const;
const path = pathFor(save);
const key = { Key: "erp-id", Value: "1", RecordId: 1, TableName: "contact" };
const input = { ForeignKey: key, ApplicationName: "bad", DeviceName: "bad", DeviceIdentifier: "" };
const served = await serveEmbedded({ maxRequestBytes: 100_000, log: () => undefined });
const { headers } = served;
const good = encodeRequest({ ...save, input, headers });
const namespace = "http://www.superoffice.net/ws/crm/NetServer/Services88";
const deep = (levels: number) => "<x>".repeat(levels) + "</x>".repeat(levels);
const inBody = (xml: string) => good.replace(/<s:Body>.*<\/s:Body>/s, () => `<s:Body>${xml}</s:Body>`);

// Whatever was sent: the server goes on, and has stored nothing of it.
afterEach(async () => {
  const target = { services: "Services88", agent: "ForeignSystem", operation: "GetApplicationKeys" } as const;
  const { message } = await call(served, target, { ApplicationName: "bad" }, { headers });
  expect(message).toMatchObject({ headers: { Succeeded: true }, value: { Response: [] } });
});

function faultOf(text: string): Fault {
  const message = decodeMessage(text);
  if (message.kind !== "fault") throw new Error(`expected a fault but found ${text}`);
  return message.fault;
}

const deserializationFailed = {
  namespace: "http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher",
  name: "DeserializationFailed",
};

interface BadRequest {
  readonly name: string;
  readonly body: string | Uint8Array<ArrayBuffer>;
  /** True when it is not even an envelope. */
  readonly foreign?: true;
  readonly message: RegExp;
}

const unread: readonly BadRequest[] = [
  { name: "nothing", body: "", message: /must contain a root element/ },
  { name: "no XML", body: "{}", message: /line 1, column/ },
  {
    name: "XML that is not SOAP",
    body: "<a/>",
    message: /expected a SOAP 1.1 or 1.2 Envelope/,
    foreign: true,
  },
  {
    name: "an envelope of another SOAP",
    body: '<s:Envelope xmlns:s="urn:soap"><s:Body/></s:Envelope>',
    message: /<Envelope> in urn:soap/,
    foreign: true,
  },
  {
    name: "an empty Body",
    body: inBody(""),
    message: /Body is empty/,
  },
  { name: "a wrong namespace", body: inBody('<SaveForeignKey xmlns="urn:x"/>'), message: /urn:x is no namespace/ },
  {
    name: "another version's namespace",
    body: inBody(`<SaveForeignKey xmlns="${namespace.replace("88", "85")}"/>`),
    message: /expected a message of Services88 but found one of Services85/,
  },
  { name: "an unknown operation", body: inBody(`<Foo xmlns="${namespace}"/>`), message: /<Foo>/ },
  {
    name: "another operation than the action's",
    body: inBody(`<GetKey xmlns="${namespace}"/>`),
    message: /expected SaveForeignKey but found <GetKey>/,
  },
  {
    name: "an answer",
    body: inBody(`<SaveForeignKeyResponse xmlns="${namespace}"/>`),
    message: /answer, not a request/,
  },
  {
    name: "a word for a number",
    body: good.replace("<RecordId>1<", "<RecordId>abc<"),
    message: /"abc" is no xs:int at Body\/SaveForeignKey\/ForeignKey\/RecordId \(line 1, column \d+\)/,
  },
  {
    name: "a number beyond 32 bits",
    body: good.replace("<RecordId>1<", "<RecordId>2147483648<"),
    message: /"2147483648" is no xs:int/,
  },
  {
    name: "a document type declaration",
    body: `<!DOCTYPE s [<!ENTITY x "y">]>${good.replace(">erp-id<", ">&x;<")}`,
    message: /document type declaration/,
  },
  { name: "an entity that nobody declared", body: good.replace(">erp-id<", ">&x;<"), message: /entity/ },
  {
    name: "65 levels",
    body: inBody(`<SaveForeignKey xmlns="${namespace}">${deep(62)}</SaveForeignKey>`),
    message: /64/,
  },
  { name: "a truncated document", body: good.slice(0, good.indexOf("</ForeignKey>")), message: /not closed/ },
  { name: "a second document", body: good + good, message: /line 1, column/ },
  { name: "UTF-8 that is not", body: Buffer.from(good.replace("erp-id", "\u00ff"), "latin1"), message: /not UTF-8/ },
  { name: "UTF-16", body: Buffer.from(`\ufeff${good}`, "utf16le"), message: /not UTF-8/ },
  {
    name: "another encoding declared",
    body: `<?xml version="1.0" encoding="iso-8859-1"?>${good}`,
    message: /"iso-8859-1" is not supported/,
  },
  {
    name: "a prefix that nobody declared",
    body: good.replaceAll("SaveForeignKey", "q:SaveForeignKey"),
    message: /prefix/,
  },
];

describe("a request that cannot be read is a fault with HTTP status 500", () => {
  test.each(unread)("$name", async ({ body, message, foreign }) => {
    const { status, text, headers: http } = await post(served, path, body, { SOAPAction: `"${actionFor(save)}"` });
    expect(status).toBe(500);
    expect(http.get("content-type")).toBe("text/xml; charset=utf-8");
    const { message: said, ...fault } = faultOf(text);
    expect(said).toMatch(message);
    // SOAP 1.1 has one code, so a narrower one hides whose fault it is.
    expect(fault).toEqual(foreign ? { code: "versionMismatch" } : { code: "server", subcode: deserializationFailed });
  });

  test("in SOAP 1.2 when that is what was sent", async () => {
    const envelope = encodeRequest({ ...save, input, headers }, "documented").replace('"xsd:int">1<', '"xsd:int">abc<');
    const { status, text, headers: http } = await post(served, path, envelope);
    expect(status).toBe(500);
    expect(http.get("content-type")).toBe("application/soap+xml; charset=utf-8");
    expect(text).toContain("http://www.w3.org/2003/05/soap-envelope");
    expect(faultOf(text)).toMatchObject({ code: "client", subcode: { name: "DeserializationFailed" } });
  });

  test("for a short out of its range", async () => {
    const target = { services: "Services85", agent: "Relation", operation: "SaveContactRelation" } as const;
    const envelope = encodeRequest({ ...target, input: { ContactRelationEntity: { Reversed: 1 } }, headers });
    const { text } = await post(served, pathFor(target), envelope.replace(">1<", ">32768<"));
    expect(faultOf(text).message).toMatch(/"32768" is no xs:short at Body\/SaveContactRelation\/.*Reversed/);
  });
});

describe("an action that the service has not", () => {
  const foreign = [
    ["an unknown operation", `${namespace}/ForeignSystem/Foo`],
    ["another agent's operation", `${namespace}/Relation/DeleteContactRelation`],
    ["another version's operation", actionFor({ ...save, services: "Services85" })],
    ["nothing like an action", "SaveForeignKey"],
    ["a property of every object", `${namespace}/ForeignSystem/constructor`],
  ] as const;

  test.each(foreign)("is ActionNotSupported: %s", async (_, action) => {
    const { status, text } = await post(served, path, good, { SOAPAction: `"${action}"` });
    expect(status).toBe(500);
    expect(faultOf(text)).toMatchObject({
      subcode: { namespace: "http://schemas.microsoft.com/ws/2005/05/addressing/none", name: "ActionNotSupported" },
      message: expect.stringContaining(action),
    });
  });

  test("is told in SOAP 1.2 to whoever sent that", async () => {
    const envelope = encodeRequest({ ...save, input, headers }, "documented");
    const { text } = await post(served, path, envelope, { SOAPAction: "nonsense" });
    expect(text).toContain("http://www.w3.org/2003/05/soap-envelope");
    expect(faultOf(text)).toMatchObject({ subcode: { name: "ActionNotSupported" } });
  });

  test("goes for a body without action too", async () => {
    const { text } = await post(served, path, inBody(`<Foo xmlns="${namespace}"/>`));
    expect(faultOf(text)).toMatchObject({
      subcode: { name: "ActionNotSupported" },
      message: expect.stringMatching(/<Foo>/),
    });
  });

  test("goes for a missing one where the action alone counts", async () => {
    const strict = await serveEmbedded({ dispatch: "action" });
    for (const SOAPAction of ["", '""', actionFor(save).toUpperCase()]) {
      const { text } = await post(strict, path, good, { SOAPAction });
      expect(faultOf(text)).toMatchObject({ subcode: { name: "ActionNotSupported" } });
    }
  });
});

describe("an address without a service", () => {
  test.each([
    ["/Remote/Services99/ForeignSystem.svc", /no version Services99 here; there are Services75 to Services88/],
    ["/Remote/Services88/Contact.svc", /no service Contact here; there are ForeignSystem, ErpSync/],
  ])("%s is a fault with HTTP status 404", async (address, message) => {
    const { status, text } = await post(served, address, good);
    expect(status).toBe(404);
    expect(faultOf(text)).toMatchObject({
      subcode: { name: "DestinationUnreachable" },
      message: expect.stringMatching(message),
    });
    const got = await fetch(served.origin + address);
    expect([got.status, await got.text()]).toEqual([404, expect.stringMatching(message)]);
  });

  test("answers other methods than POST and GET with 405", async () => {
    const response = await fetch(served.origin + path, { method: "PUT", body: good });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
  });
});

describe("a media type that is not SOAP's is a fault with HTTP status 415", () => {
  test.each([
    ["application/json", /must be text\/xml or application\/soap\+xml/],
    ["application/x-www-form-urlencoded", /it is application\/x-www-form-urlencoded/],
    ['multipart/related; type="application/xop+xml"', /it is multipart\/related/],
    ["nonsense", /it is nonsense/],
    ["text/xml; charset=iso-8859-1", /charset iso-8859-1 is not supported/],
    ["application/soap+xml; charset=utf-16", /charset utf-16 is not supported/],
  ])("%s", async (contentType, message) => {
    const { status, text } = await post(served, path, good, { "Content-Type": contentType });
    expect(status).toBe(415);
    expect(faultOf(text)).toMatchObject({ code: "client", message: expect.stringMatching(message) });
  });
});

describe("who must not", () => {
  const rejected = (type: string) => ({
    headers: { Succeeded: false, ExceptionInfo: { ExceptionType: `SuperOffice.Exceptions.${type}`, StackTrace: null } },
    value: { Response: null },
  });

  test.each([
    ["no ticket", {}],
    ["a made-up ticket", { Credentials: { Ticket: "7T:abcd" } }],
  ])("%s", async (_, credentials) => {
    const { status, message } = await call(served, save, input, { headers: credentials });
    expect(status).toBe(200);
    expect(message).toMatchObject(rejected("SoSessionException"));
  });

  test("an expired ticket", async () => {
    let now = Date.parse("2024-01-01T00:00:00Z");
    const server = await serveEmbedded({}, { clock: () => new Date(now) });
    now += 7 * 60 * 60 * 1000;
    const { message } = await call(server, save, input, { headers: server.headers });
    expect(message).toMatchObject(rejected("SoSessionException"));
  });

  test("over-long names", async () => {
    const device = await call(served, save, { ...input, DeviceName: "d".repeat(32) }, { headers });
    expect(device.message).toMatchObject(rejected("SoValidationException"));
    const named = await call(served, save, { ...input, ForeignKey: { ...key, Key: "k".repeat(240) } }, { headers });
    expect(named.message).toMatchObject(rejected("SoValidationException"));
  });
});

describe("a body that is too much", () => {
  test("is a fault with HTTP status 413, also when its length was not said before", async () => {
    const tooLong = good.replace(">erp-id<", () => `>${"k".repeat(100_000)}<`);
    const { status, text } = await post(served, path, tooLong);
    expect(status).toBe(413);
    expect(faultOf(text).message).toBe("The request is larger than 100000 bytes.");
    const chunk = `1000\r\n${" ".repeat(0x1000)}\r\n`;
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const answer = await untilAnswered(head, ...Array.from({ length: 26 }, () => chunk));
    expect(answer).toMatch(/^HTTP\/1\.1 413 .*larger than 100000 bytes/s);
  });

  test("is read up to the limit", async () => {
    const named = good.replace(">bad<", ">fine<");
    const { status } = await post(served, path, named + " ".repeat(100_000 - Buffer.byteLength(named)));
    expect(status).toBe(200);
  });

  test("is refused at once when its length says so, and the connection does not stay open for it", async () => {
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: 99999999\r\n\r\n`;
    const answer = await untilAnswered(head, "<s:Env");
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toMatch(/^Connection: close\r$/im);
  });
});

/** Sends bytes and gives what came back when the server closes the connection. */
function untilAnswered(...parts: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(served.port, "127.0.0.1");
    let received = "";
    socket.setEncoding("utf8");
    socket.on("data", (text: string) => {
      received += text;
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(received));
    for (const part of parts) socket.write(part);
  });
}
