import { AssertionError } from "node:assert";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { assertEnvelope, assertEnvelopeFile } from "../../src/index.ts";

const scratch = mkdtempSync(join(tmpdir(), "envelopes-"));
const golden = join(scratch, "deep", "golden.xml");
afterAll(() => rmSync(scratch, { recursive: true }));
beforeEach(() => {
  rmSync(join(scratch, "deep"), { recursive: true, force: true });
  environment({});
  return () => vi.unstubAllEnvs();
});

/** Sets the environment's variables for golden files, whatever environment this suite runs in. */
function environment({ CI = "", UPDATE_GOLDEN = "" }: { CI?: string; UPDATE_GOLDEN?: string }): void {
  vi.stubEnv("CI", CI);
  vi.stubEnv("UPDATE_GOLDEN", UPDATE_GOLDEN);
}

const envelope = (value: string, ticket = "7T:c2VjcmV0") =>
  `<Envelope><Header><Ticket>${ticket}</Ticket></Header><Body><Save><Id>${value}</Id></Save></Body></Envelope>`;

/** Returns the error that an assertion throws. */
function thrownBy(assertion: () => void): unknown {
  try {
    assertion();
  } catch (error) {
    return error;
  }
  return undefined;
}

test("an envelope that means the same passes, and another fails path by path", () => {
  assertEnvelope(envelope("1"), envelope("1").replaceAll("><", "> <"));
  assertEnvelope(envelope("1"), envelope("2"), { ignore: ["Save/Id"] });
  const error = thrownBy(() => assertEnvelope(envelope("1"), envelope("2")));
  expect(error).toBeInstanceOf(AssertionError);
  expect(error).toMatchObject({
    message:
      "the envelope differs from the expected one in 1 place:\n" +
      "\n" +
      "  Body/Save/Id\n" +
      '    expected  "2"\n' +
      '    received  "1"\n',
  });
});

test("a missing file is written without its secrets, at a path or a URL", () => {
  assertEnvelopeFile(envelope("1"), pathToFileURL(golden));
  expect(readFileSync(golden, "utf8")).toContain("<Ticket>7T:1234abcxyzExample==</Ticket>");
  assertEnvelopeFile(envelope("1", "7T:b3RoZXI="), golden);
});

test("a file that differs fails with its name, the place and how to rewrite it", () => {
  assertEnvelopeFile(envelope("1"), golden);
  const before = readFileSync(golden, "utf8");
  expect(thrownBy(() => assertEnvelopeFile(envelope("2"), golden))).toMatchObject({
    name: "AssertionError",
    message:
      `the envelope differs from the golden file ${golden} in 1 place:\n` +
      "\n" +
      "  Body/Save/Id, line 7, column 7\n" +
      '    expected  "1"\n' +
      '    received  "2"\n' +
      "\n" +
      "If the change is meant, rewrite the file:\n" +
      "  run the tests again with UPDATE_GOLDEN=1 in their environment\n",
  });
  expect(readFileSync(golden, "utf8")).toBe(before);
  environment({ UPDATE_GOLDEN: "1" });
  assertEnvelopeFile(envelope("2"), golden);
  expect(readFileSync(golden, "utf8")).toContain("<Id>2</Id>");
});

test("a file that means the same is not rewritten", () => {
  assertEnvelopeFile(envelope("1"), golden);
  const otherLayout = envelope("1", "7T:1234abcxyzExample==");
  writeFileSync(golden, otherLayout);
  environment({ UPDATE_GOLDEN: "1" });
  assertEnvelopeFile(envelope("1"), golden);
  expect(readFileSync(golden, "utf8")).toBe(otherLayout);
});

test("in CI a missing file fails", () => {
  environment({ CI: "true" });
  const error = thrownBy(() => assertEnvelopeFile(envelope("1"), golden));
  expect(error).toMatchObject({ message: expect.stringContaining(`there is no file ${golden}\n`) });
  expect(existsSync(golden)).toBe(false);
  environment({ CI: "false", UPDATE_GOLDEN: "0" });
  assertEnvelopeFile(envelope("1"), golden);
});

test("an ignored path that cannot match is an error", () => {
  expect(() => assertEnvelope(envelope("1"), envelope("1"), { ignore: ["Idd"] })).toThrow(RangeError);
  expect(() => assertEnvelopeFile(envelope("1"), golden, { ignore: ["Idd"] })).toThrow(RangeError);
  expect(existsSync(golden)).toBe(false);
});

test("an ignored path may be in the file alone", () => {
  assertEnvelopeFile(envelope("1"), golden);
  const other = "<Envelope><Body><Other/></Body></Envelope>";
  expect(() => assertEnvelopeFile(other, golden, { ignore: ["Save/Id"] })).toThrow(AssertionError);
});
