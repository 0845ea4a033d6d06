import { describe, expect, test } from "vitest";
import { createClient } from "../../src/index.ts";
import { startUpstream } from "../stub-upstream.ts";

const namespace = "http://www.superoffice.net/ws/crm/NetServer/Services88";
const arrays = "http://schemas.microsoft.com/2003/10/Serialization/Arrays";
const instance = "http://www.w3.org/2001/XMLSchema-instance";

/** An upstream whose answer has the content as it is: written by hand, not by the encoder. */
async function answering(operation: string, content: string) {
  const envelope =
    `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>` +
    `<${operation}Response xmlns="${namespace}" xmlns:i="${instance}">${content}</${operation}Response>` +
    `</s:Body></s:Envelope>`;
  const { url, received } = await startUpstream(() => ({ envelope }));
  const body = () => /<s:Body>(.*)<\/s:Body>/s.exec(received[0]?.envelope ?? "")?.[1];
  return { client: createClient({ url }), body };
}

/** The value of a key as an answer that was written by hand has it. */
async function valueRead(written: string): Promise<unknown> {
  const { client } = await answering("GetKeyValue", `<Response>${written}</Response>`);
  return client.ForeignSystem.GetKeyValue({});
}

/** The body of a request that carries the text as a key's value. */
async function valueWritten(Value: string | null): Promise<string | undefined> {
  const { client, body } = await answering("SaveForeignKey", '<Response i:nil="true"/>');
  await client.ForeignSystem.SaveForeignKey({ ForeignKey: { Value } });
  return /<ForeignKey[^>]*>(.*)<\/ForeignKey>/s.exec(body() ?? "")?.[1];
}

describe("text is read and written to the character", () => {
  test.each([
    ["00123", "00123"],
    ["1e5", "1e5"],
    ["0x1F", "0x1F"],
    ["true", "true"],
    ["2021-11-30", "2021-11-30"],
    ["  both sides  ", "  both sides  "],
    [" ", " "],
    ["{env.HOME} $HOME {{x}} %HOME%", "{env.HOME} $HOME {{x}} %HOME%"],
    ["a &lt;b&gt; &amp; c", "a <b> & c"],
    ["line\nfeed\tand tab", "line\nfeed\tand tab"],
    ["Ærøskøbing 👍 \u00a0", "Ærøskøbing 👍 \u00a0"],
    ["__proto__", "__proto__"],
  ])("%j", async (written, value) => {
    expect(await valueRead(written)).toBe(value);
    expect(await valueWritten(value)).toBe(`<Value>${written}</Value>`);
  });

  test.each([
    ["&#xE6;&#230;", "ææ"],
    ["a&#xD;&#xA;b", "a\r\nb"],
    ["&quot;&apos;", "\"'"],
    ["&#x1F44D;", "👍"],
    ["<![CDATA[<b> & c]]>", "<b> & c"],
    ["a<!-- not this -->b", "ab"],
  ])("%s is read as %j", async (written, value) => {
    expect(await valueRead(written)).toBe(value);
  });

  test("a carriage return survives: it is written as a reference", async () => {
    expect(await valueWritten("a\r\nb")).toBe("<Value>a&#xD;\nb</Value>");
  });
});

describe("nothing comes in two kinds", () => {
  test.each([
    ["<Response></Response>", ""],
    ["<Response/>", ""],
    ['<Response i:nil="true"/>', null],
    ["", null],
  ])("%s is %j", async (written, value) => {
    const { client } = await answering("GetKeyValue", written);
    expect(await client.ForeignSystem.GetKeyValue({})).toBe(value);
  });

  test("and is written in two", async () => {
    expect(await valueWritten("")).toMatch(/^<Value(\/>|><\/Value>)$/);
    expect(await valueWritten(null)).toMatch(/^<Value [^>]*:nil="true"/);
  });

  test("an entity that is nil is null, not an entity of nulls", async () => {
    const { client } = await answering("GetKey", '<Response i:nil="true"/>');
    expect(await client.ForeignSystem.GetKey({})).toBeNull();
  });

  test.each([
    ["<Response/>", []],
    ['<Response i:nil="true"/>', null],
    ['<Response><ForeignKey i:nil="true"/></Response>', [null]],
    ['<Response><ForeignKey><Key>a</Key></ForeignKey><ForeignKey i:nil="true"/></Response>', [{ Key: "a" }, null]],
  ])("the list %s", async (written, value) => {
    const { client } = await answering("GetApplicationKeys", written);
    expect(await client.ForeignSystem.GetApplicationKeys({})).toEqual(value);
  });
});

describe("a moment stays as it came", () => {
  test.each([
    "2021-11-30T13:23:41",
    "2021-11-30T13:23:41Z",
    "2021-11-30T13:23:41.1234567+02:00",
    "0001-01-01T00:00:00",
    "9999-12-31T23:59:59.9999999",
  ])("%s", async (CreatedDate) => {
    const { client, body } = await answering(
      "SaveForeignKey",
      `<Response><CreatedDate>${CreatedDate}</CreatedDate></Response>`,
    );
    const saved = await client.ForeignSystem.SaveForeignKey({ ForeignKey: { CreatedDate } });
    expect(saved).toEqual({ CreatedDate });
    expect(body()).toContain(`<CreatedDate>${CreatedDate}</CreatedDate>`);
  });
});

describe("a request has the contract's form", () => {
  test("whatever the order its members come in", async () => {
    const { client, body } = await answering("SaveForeignKey", '<Response i:nil="true"/>');
    const ForeignKey = { TableName: "contact", RecordId: 7, Value: "v", Key: "k" };
    await client.ForeignSystem.SaveForeignKey({ DeviceName: "d", ApplicationName: "a", ForeignKey });
    const names = Array.from(body()?.matchAll(/<(\w+)/g) ?? [], ([, name]) => name);
    expect(names.join(" ")).toBe("SaveForeignKey ForeignKey Key Value RecordId TableName ApplicationName DeviceName");
  });

  test("also in the namespace of an array's items, and reads them there", async () => {
    const values = '<a:string>x</a:string><a:string i:nil="true"/><a:string/>';
    const { client, body } = await answering("GetErpFieldValues", `<Response xmlns:a="${arrays}">${values}</Response>`);
    const read = await client.ErpSync.GetErpFieldValues({ EntityId: 1, FieldKeys: ["name", null] });
    expect(read).toEqual(["x", null, ""]);
    const fields = /<FieldKeys xmlns:(\w+)="([^"]*)"[^>]*>(.*)<\/FieldKeys>/.exec(body() ?? "");
    expect(fields?.[2]).toBe(arrays);
    expect(fields?.[3]).toContain(`<${fields?.[1]}:string>name</${fields?.[1]}:string>`);
  });
});

test("a pair whose key is __proto__ is a pair like another", async () => {
  const pair = "<StringKeyValuePair><Key>__proto__</Key><Value>x</Value></StringKeyValuePair>";
  const { client } = await answering("GetAllForeignKeysOnEntity", `<Response>${pair}</Response>`);
  const keys = await client.ForeignSystem.GetAllForeignKeysOnEntity({});
  expect(Object.entries(keys ?? {})).toEqual([["__proto__", "x"]]);
});
