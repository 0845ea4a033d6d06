import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { createDecoder, DecodeError, decodeList, decodeMessage } from "../../src/index.ts";

function envelope(members: string): string {
  return `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetKey xmlns="http://www.superoffice.net/ws/crm/NetServer/Services88">${members}</GetKey></s:Body></s:Envelope>`;
}

/** The code of the error, or the value. */
function outcomes(text: string): unknown[] {
  const inChunks = () => {
    const decoder = createDecoder();
    for (let at = 0; at < text.length; at += 65_536) decoder.write(text.slice(at, at + 65_536));
    return decoder.end();
  };
  return [() => decodeMessage(text), inChunks].map((decode) => {
    try {
      return decode().kind;
    } catch (error) {
      return error instanceof DecodeError ? error.code : error;
    }
  });
}

const million = 1_000_000;
const attributes = (count: number) => Array.from({ length: count }, (_, i) => ` a${i}=""`).join("");
const declarations = (count: number) => Array.from({ length: count }, (_, i) => ` xmlns:n${i}="urn:n"`).join("");

describe("text that is long on purpose", () => {
  test.each([
    ["the name of an entity", envelope(`<KeyName>&${"a".repeat(10 * million)};</KeyName>`), "xml_malformed"],
    ["a million ampersands", envelope(`<KeyName>${"&".repeat(million)}</KeyName>`), "xml_malformed"],
    ["a number in a reference", envelope(`<KeyName>&#${"1".repeat(million)};</KeyName>`), "xml_malformed"],
    ["a million attributes", envelope(`<KeyName${attributes(million)}/>`), "limit_exceeded"],
    ["as many attributes as are read", envelope(`<KeyName${attributes(1000)}/>`), "request"],
    ["one more", envelope(`<KeyName${attributes(1001)}/>`), "limit_exceeded"],
    ["one more, the tag cut", envelope("").replace("</GetKey>", `<KeyName${attributes(1001)}`), "limit_exceeded"],
    ["too many declarations", envelope(`<KeyName${declarations(1001)}/>`), "limit_exceeded"],
    ["an attribute", envelope(`<KeyName a="${"\t".repeat(million)}"/>`), "limit_exceeded"],
    ["a tag's name", envelope(`<${"a".repeat(million)}/>`), "limit_exceeded"],
    ["an end tag", envelope(`<KeyName></KeyName${" ".repeat(million)}>`), "limit_exceeded"],
    ["the XML declaration", `<?xml ${" ".repeat(million)}version="1.0"?>${envelope("")}`, "limit_exceeded"],
    ["a processing instruction", envelope(`<?a ${"? ".repeat(million)}?>`), "request"],
    ["a comment", envelope(`<!-- ${"- ".repeat(million)}-->`), "request"],
    ["the longest tag that is read", envelope(`<KeyName${" ".repeat(65_536 - "<KeyName/>".length)}/>`), "request"],
    ["one that is longer", envelope(`<KeyName${" ".repeat(65_537 - "<KeyName/>".length)}/>`), "limit_exceeded"],
  ])("%s has one outcome, whole and in chunks", (_name, text, expected) => {
    expect(outcomes(text)).toEqual([expected, expected]);
  });

  test("a million attributes on an item of a list are a DecodeError", async () => {
    const answer = envelope(`<Response><ForeignKey${attributes(million)}/></Response>`).replaceAll(
      "GetKey",
      "GetApplicationKeysResponse",
    );
    async function* source() {
      yield answer;
    }
    const list = await decodeList(source());
    const read = async () => {
      if (list.kind === "list") for await (const _ of list.items);
    };
    await expect(read()).rejects.toMatchObject({ name: "DecodeError", code: "limit_exceeded" });
  });
});

test("text in ever so many pieces takes little memory beside itself", () => {
  // With a node for each piece, one of these documents of 10 MB alone would take 320 MB.
  const child = fileURLToPath(new URL("text-cost-child.ts", import.meta.url));
  const options = ["--max-old-space-size=96", "--conditions=source", "--import=tsx", child];
  const { stdout, stderr } = spawnSync(process.execPath, options, { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(stdout).toBe("10000000 10000000 0 2000000 2000000\n".repeat(2));
});
