import { decodeMessage } from "@superoffice-soap/codec";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { SoapEndpointOptions, WarningEntry } from "../../src/index.ts";
import { actionFor, pathFor, post, type SoapServer, serveSoap, standIn } from "../soap-server.ts";

const tns = "http://www.superoffice.net/ws/crm/NetServer/Services88";
const save = { services: "Services88", agent: "ForeignSystem", operation: "SaveForeignKey" } as const;

function envelope(parameters: string, header = ""): string {
  const operation = `<SaveForeignKey xmlns="${tns}">${parameters}</SaveForeignKey>`;
  return `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">${header}<s:Body>${operation}</s:Body></s:Envelope>`;
}

const key = (members: string) => `<ForeignKey>${members}</ForeignKey>`;

/** As a client writes it by hand: parameters and members in its own order, and a misspelt Value. */
const backwards =
  "<DeviceName>d</DeviceName><ApplicationName>a</ApplicationName>" +
  key("<TableName>contact</TableName><RecordId>2</RecordId><Valu>00123</Valu><Key>no</Key>");

const inOrder =
  key("<Key>no</Key><Value>00123</Value><RecordId>2</RecordId><TableName>contact</TableName>") +
  "<ApplicationName>a</ApplicationName><DeviceName>d</DeviceName>";

async function served(options: SoapEndpointOptions) {
  const warnings: WarningEntry[] = [];
  const port = standIn({ SaveForeignKey: () => null });
  const logWarning = (entry: WarningEntry) => warnings.push(entry);
  const server = await serveSoap(port, { logWarning, requestId: () => "r1", ...options });
  /** Posts an envelope, and returns the input that NetServer is called with and the warnings that are logged. */
  const sent = async (text: string) => {
    port.calls.length = 0;
    warnings.length = 0;
    const { status } = await post(server, pathFor(save), text, { SOAPAction: actionFor(save) });
    return { status, input: port.calls[0]?.input, warnings: [...warnings] };
  };
  return { server, sent };
}

describe("a strict endpoint", () => {
  let strict: Awaited<ReturnType<typeof served>>;
  beforeAll(async () => {
    strict = await served({ envelopes: "strict", dispatch: "action" });
  });

  test("reads parameters and members in the WSDL's order", async () => {
    const input = {
      ForeignKey: { Key: "no", Value: "00123", RecordId: 2, TableName: "contact" },
      ApplicationName: "a",
      DeviceName: "d",
    };
    expect(await strict.sent(envelope(inOrder))).toEqual({ status: 200, input, warnings: [] });
  });

  test("skips those that come too late, as WCF does, and tells so in one line without values", async () => {
    const { status, input, warnings } = await strict.sent(envelope(backwards));
    expect({ status, input }).toEqual({ status: 200, input: { DeviceName: "d" } });
    const message =
      "skipped: Body/SaveForeignKey/ApplicationName stands after DeviceName; ForeignKey stands after DeviceName";
    expect(warnings).toEqual([{ requestId: "r1", target: "Services88/ForeignSystem/SaveForeignKey", message }]);
  });

  test("skips members of an entity likewise, and names what a misspelt one was probably intended to be", async () => {
    const members = "<TableName>contact</TableName><RecordId>2</RecordId><Valu>secret</Valu>";
    const { input, warnings } = await strict.sent(envelope(key(members)));
    expect(input).toEqual({ ForeignKey: { TableName: "contact" } });
    expect(warnings.map(({ message }) => message)).toEqual([
      "skipped: Body/SaveForeignKey/ForeignKey/RecordId stands after TableName; Valu is not known (did you mean Value?)",
    ]);
  });

  test("tells of header blocks that stand outside of Header", async () => {
    const credentials = `<Credentials xmlns="${tns}"><Ticket>7T:x</Ticket></Credentials>`;
    const { warnings } = await strict.sent(envelope(inOrder, credentials));
    expect(warnings.map(({ message }) => message)).toEqual(["skipped: Credentials stands outside of Header"]);
  });
});

describe("a lenient endpoint", () => {
  let lenient: Awaited<ReturnType<typeof served>>;
  beforeAll(async () => {
    lenient = await served({});
  });

  test("reads members in any order, and tells what WCF would skip", async () => {
    const { input, warnings } = await lenient.sent(envelope(backwards));
    expect(input).toEqual({
      ForeignKey: { Key: "no", RecordId: 2, TableName: "contact" },
      ApplicationName: "a",
      DeviceName: "d",
    });
    expect(warnings.map(({ message }) => message)).toEqual([
      "skipped: Body/SaveForeignKey/ForeignKey/Valu is not known (did you mean Value?); " +
        "read, but WCF would skip it: Body/SaveForeignKey/ApplicationName stands after DeviceName; " +
        "ForeignKey stands after DeviceName; Body/SaveForeignKey/ForeignKey/RecordId stands after TableName; " +
        "Key stands after TableName",
    ]);
  });

  test("tells it once for each request, in a line of limited length, however much is skipped", async () => {
    const many = await lenient.sent(envelope(Array.from({ length: 5000 }, (_, i) => `<unheard${i}/>`).join("")));
    expect(many.warnings).toHaveLength(1);
    expect(many.warnings[0]?.message).toMatch(/^skipped: Body\/SaveForeignKey\/unheard0 is not known; .*; and more$/);
    expect(many.warnings[0]?.message.match(/unheard/g)).toHaveLength(8);
    const names = Array.from({ length: 8 }, (_, i) => `<${"x".repeat(5000)}${i}/>`).join("");
    const long = await lenient.sent(envelope(key(names)));
    expect(long.warnings[0]?.message.length).toBeLessThanOrEqual(1000);
  });

  test("tells it of a request that is refused, too", async () => {
    const { status, warnings } = await lenient.sent(envelope(key("<Valu>1</Valu><RecordId>x</RecordId>")));
    expect(status).toBe(500);
    expect(warnings.map(({ message }) => message)).toEqual([
      "skipped: Body/SaveForeignKey/ForeignKey/Valu is not known (did you mean Value?)",
    ]);
  });

  test("tells it on standard error where nothing else is asked for", async () => {
    const server: SoapServer = await serveSoap(standIn({ SaveForeignKey: () => null }));
    const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    try {
      const { text } = await post(server, pathFor(save), envelope("<Unheard/>"), { SOAPAction: actionFor(save) });
      expect(decodeMessage(text)).toMatchObject({ kind: "response" });
      expect(write.mock.calls.map(([line]) => line)).toEqual([
        "SOAP Services88/ForeignSystem/SaveForeignKey: warning: skipped: Body/SaveForeignKey/Unheard is not known\n",
      ]);
    } finally {
      write.mockRestore();
    }
  });
});
