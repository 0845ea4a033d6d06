import { decodeMessage } from "@superoffice-soap/codec";
import { describe, expect, test } from "vitest";
import { action, headers, key, path, saved, served } from "../soap-save-call.ts";
import { pathFor, post, serveSoap, standIn } from "../soap-server.ts";

const ticket = headers.Credentials.Ticket;
const namespace = "http://www.superoffice.net/ws/crm/NetServer/Services88";
const instance = "http://www.w3.org/2001/XMLSchema-instance";

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

describe("an envelope with", () => {
  const sample = byHand(plain);

  test("nothing but what is needed", async () => {
    expect(await saved(sample)).toMatchObject(key);
  });

  test("indentation, comments and processing instructions", async () => {
    const spread = sample.replaceAll("><", ">\r\n\t <").replace("<s:Body>", "<?x y?><!-- z --><s:Body>");
    expect(await saved(spread)).toMatchObject(key);
  });

  test("a ticket that stands on a line of its own", async () => {
    expect(await saved(sample.replace(ticket, `\r\n    ${ticket}\r\n  `))).toMatchObject(key);
  });

  test("a mustUnderstand of 0, or of 1 for another actor, on a block that nobody knows", async () => {
    const blocks =
      '<x:A xmlns:x="urn:x" s:mustUnderstand="0"/><x:B xmlns:x="urn:x" s:mustUnderstand="1" s:actor="urn:someone-else"/>';
    expect(await saved(byHand(plain, { blocks }))).toMatchObject(key);
  });

  test("a mustUnderstand of 1 on a block of the contract's", async () => {
    expect(await saved(sample.replace("<n:Credentials>", '<n:Credentials s:mustUnderstand="1">'))).toMatchObject(key);
  });

  test.each(["", 's:actor="http://schemas.xmlsoap.org/soap/actor/next"'])(
    "a mustUnderstand of 1 on a block that nobody knows, which is a fault (%s)",
    async (actor) => {
      const blocks = `<x:Security xmlns:x="urn:x" s:mustUnderstand="1" ${actor}/>`;
      const { status, text } = await post(served, path, byHand(plain, { blocks }), { SOAPAction: action });
      expect(status).toBe(500);
      expect(decodeMessage(text)).toMatchObject({
        fault: { code: "mustUnderstand", message: expect.stringMatching(/Security in urn:x/) },
      });
    },
  );

  test("a mustUnderstand of 1 on a block with a very long name, which is a short fault", async () => {
    const [name, uri] = ["n".repeat(20_000), "u".repeat(20_000)];
    const blocks = `<x:${name} xmlns:x="${uri}" s:mustUnderstand="1"/>`;
    const { text } = await post(served, path, byHand(plain, { blocks }), { SOAPAction: action });
    expect(decodeMessage(text)).toMatchObject({ fault: { message: expect.stringMatching(/ n{80} in u{80} must/) } });
    expect(text.length).toBeLessThan(1000);
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
