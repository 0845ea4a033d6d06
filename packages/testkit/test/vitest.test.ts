import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import "../src/vitest.ts";

const scratch = mkdtempSync(join(tmpdir(), "envelopes-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** What a failing expectation says. */
function failureOf(expectation: () => void): string {
  try {
    expectation();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "no failure";
}

const envelope = (value: string) => `<Envelope><Body><Save><Id>${value}</Id><Name>a</Name></Save></Body></Envelope>`;

test("an envelope that means the same passes", () => {
  expect(envelope("1")).toMatchEnvelope(envelope("1").replaceAll("><", ">\n<"));
  expect(envelope("1")).not.toMatchEnvelope(envelope("2"));
  expect(envelope("1")).toMatchEnvelope(envelope("2"), { ignore: ["Save/Id"] });
});

test("a failure tells path by path what differs", () => {
  const received = "<Envelope><Body><Save><Id>1</Id></Save></Body></Envelope>";
  expect(failureOf(() => expect(received).toMatchEnvelope(envelope("2")))).toBe(
    "the envelope differs from the expected one in 2 places:\n" +
      "\n" +
      "  Body/Save/Id\n" +
      '    expected  "2"\n' +
      '    received  "1"\n' +
      "  Body/Save/Name\n" +
      '    expected  "a"\n' +
      "    received  nothing\n",
  );
});

test("one difference is one place", () => {
  expect(failureOf(() => expect(envelope("1")).toMatchEnvelope(envelope("2")))).toMatch(/ in 1 place:\n/);
});

test("a failure of the contrary says that they mean the same", () => {
  expect(failureOf(() => expect(envelope("1")).not.toMatchEnvelope(envelope("1")))).toBe(
    "the envelopes mean the same, and should not",
  );
});

test("what is no envelope fails with the reason", () => {
  expect(failureOf(() => expect("<a>").toMatchEnvelope(envelope("1")))).toBe(
    "the received envelope is not well-formed XML: unclosed tag: a at 1:3",
  );
  expect(failureOf(() => expect(undefined).toMatchEnvelope(envelope("1")))).toBe(
    "expected the text of an envelope but received undefined",
  );
});

test("a file is compared by meaning too, and without secrets", () => {
  const file = join(scratch, "same.xml");
  const signedIn = (ticket: string) =>
    envelope("1").replace("<Body>", `<Header><Ticket>${ticket}</Ticket></Header><Body>`);
  writeFileSync(file, `\n${signedIn("7T:1234abcxyzExample==")}\n`);
  const before = readFileSync(file, "utf8");
  expect(signedIn("7T:real")).toMatchEnvelopeFile(file);
  expect(readFileSync(file, "utf8")).toBe(before);
});
