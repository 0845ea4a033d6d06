import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import "../src/vitest.ts";

const scratch = mkdtempSync(join(tmpdir(), "envelopes-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Returns the message of a failing expectation. */
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

test("of many differences the first ten are told", () => {
  const ids = (text: string) => `<Envelope><Body>${`<Id>${text}</Id>`.repeat(12)}</Body></Envelope>`;
  const failure = failureOf(() => expect(ids("1")).toMatchEnvelope(ids("2")));
  expect(failure).toMatch(/^the envelope differs from the expected one in 12 places:\n/);
  expect(failure).toMatch(/\n {2}Body\/Id\[10\]\n {4}expected {2}"2"\n {4}received {2}"1"\n {2}… and 2 more\n$/);
});

test("a failure of the contrary says that they mean the same", () => {
  expect(failureOf(() => expect(envelope("1")).not.toMatchEnvelope(envelope("1")))).toBe(
    "the envelopes mean the same, and should not",
  );
});

test.each([
  ["undefined", undefined],
  ["null", null],
  ["a number", 1],
  ["a Buffer", Buffer.from(envelope("1"))],
  ["a Promise", Promise.resolve(envelope("1"))],
  ["an Object", {}],
])("%s is no text of an envelope, which the failure says", (name, received) => {
  const failure = `expected the text of an envelope but received ${name}`;
  expect(failureOf(() => expect(received).toMatchEnvelope(envelope("1")))).toBe(failure);
  expect(failureOf(() => expect(received).toMatchEnvelopeFile(join(scratch, "none.xml")))).toBe(failure);
});

test("what is no envelope fails with the reason", () => {
  const failure = "the received envelope is not well-formed XML: unclosed tag: a at 1:3";
  expect(failureOf(() => expect("<a>").toMatchEnvelope(envelope("1")))).toBe(failure);
  expect(failureOf(() => expect("<a>").toMatchEnvelopeFile(join(scratch, "none.xml")))).toBe(failure);
  expect(existsSync(join(scratch, "none.xml"))).toBe(false);
});

test("an ignored path that cannot match is an error, also of the contrary and before a file is written", () => {
  const file = join(scratch, "none.xml");
  const options = { ignore: ["Save/Idd"] };
  const failure = /^nothing can match the ignored path "Save\/Idd".* did you mean "Save\/Id"\?$/;
  expect(failureOf(() => expect(envelope("1")).toMatchEnvelope(envelope("2"), options))).toMatch(failure);
  expect(failureOf(() => expect(envelope("1")).not.toMatchEnvelope(envelope("2"), options))).toMatch(failure);
  expect(failureOf(() => expect(envelope("1")).toMatchEnvelopeFile(file, options))).toMatch(failure);
  expect(existsSync(file)).toBe(false);
});

test("a file is compared by meaning too, and without secrets", () => {
  const file = join(scratch, "same.xml");
  const signedIn = (ticket: string) =>
    envelope("1").replace("<Body>", `<Header><Ticket>${ticket}</Ticket></Header><Body>`);
  writeFileSync(file, `\n${signedIn("7T:1234abcxyzExample==")}\n`);
  const before = readFileSync(file, "utf8");
  expect(signedIn("7T:real")).toMatchEnvelopeFile(file);
  expect(signedIn("7T:real")).toMatchEnvelopeFile(pathToFileURL(file));
  expect(readFileSync(file, "utf8")).toBe(before);
});

describe("a suite of golden files", () => {
  const here = fileURLToPath(new URL("..", import.meta.url));
  // The project is inside the package, so that the package's name resolves.
  const project = join(here, "test-results", "golden files");
  const golden = (name: string) => join(project, "golden", name);
  const files: Readonly<Record<string, string>> = {
    "differs.xml": envelope("1").replaceAll("><", ">\n<"),
    "conflict.xml": "<<<<<<< HEAD\n",
    "same.xml": envelope("2"),
    "other.xml": envelope("1"),
  };
  const suite = `
    import "@superoffice-soap/testkit/vitest";
    import { expect, test } from "vitest";
    const envelope = "${envelope("2")}";
    test("new", () => expect(envelope).toMatchEnvelopeFile("../golden/new.xml"));
    test("differs", () => expect(envelope).toMatchEnvelopeFile("../golden/differs.xml"));
    test("conflict", () => expect(envelope).toMatchEnvelopeFile("../golden/conflict.xml"));
    test("contrary of none", () => expect(envelope).not.toMatchEnvelopeFile("../golden/none.xml"));
    test("contrary of same", () => expect(envelope).not.toMatchEnvelopeFile("../golden/same.xml"));
    test("contrary of other", () => expect(envelope).not.toMatchEnvelopeFile("../golden/other.xml"));
  `;
  const remedy = "npx vitest run test/envelopes.test.ts --update";

  beforeEach(() => {
    rmSync(project, { recursive: true, force: true });
    for (const folder of ["golden", "test"]) mkdirSync(join(project, folder), { recursive: true });
    writeFileSync(join(project, "test/envelopes.test.ts"), suite);
    for (const [name, text] of Object.entries(files)) writeFileSync(golden(name), text);
  });
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  /** Resolves to the output of a run of the suite, outside of CI. */
  async function run(...flags: string[]): Promise<string> {
    const main = join(here, "../../node_modules/vitest/vitest.mjs");
    const args = [main, "run", ...flags, "--config", join(here, "../../vitest.config.ts"), "--root", project];
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: "1" };
    const ran = promisify(execFile)(process.execPath, args, { cwd: project, env });
    const { stdout, stderr } = await ran.catch((error: { stdout: string; stderr: string }) => error);
    return stdout + stderr;
  }

  test("says which file differs, where, and what to run to accept it; and writes what is new", async () => {
    const output = await run();
    expect(output).toContain(
      `the envelope differs from the golden file ${golden("differs.xml")} in 1 place:\n` +
        "\n" +
        "  Body/Save/Id, line 4, column 1\n" +
        '    expected  "1"\n' +
        '    received  "2"\n' +
        "\n" +
        "If the change is meant, rewrite the file:\n" +
        `  ${remedy}\n`,
    );
    expect(output).toContain(
      `the golden file ${golden("conflict.xml")} is not well-formed XML: disallowed character in tag name at 1:2\n` +
        "\n" +
        "If the change is meant, rewrite the file:\n" +
        `  ${remedy}\n`,
    );
    expect(output).toMatch(/Error: there is no file .*none\.xml\n ❯/);
    expect(output).toContain(`the envelope means the same as ${golden("same.xml")}, and should not`);
    expect(output).toMatch(/Snapshots {2}1 written\n\s+2 failed\n/);
    expect(output).toContain("Tests  4 failed | 2 passed (6)");
    expect(readFileSync(golden("new.xml"), "utf8")).toBe(
      "<Envelope>\n  <Body>\n    <Save>\n      <Id>2</Id>\n      <Name>a</Name>\n    </Save>\n  </Body>\n</Envelope>\n",
    );
    for (const [name, text] of Object.entries(files)) expect(readFileSync(golden(name), "utf8")).toBe(text);
  });

  test("rewrites what differs when it is run as the failure says, and nothing for a contrary", async () => {
    const output = await run("test/envelopes.test.ts", "--update");
    expect(output).toMatch(/Snapshots {2}1 written\n\s+2 updated/);
    for (const name of ["differs.xml", "conflict.xml"]) expect(readFileSync(golden(name), "utf8")).toContain("<Id>2<");
    for (const name of ["same.xml", "other.xml"]) expect(readFileSync(golden(name), "utf8")).toBe(files[name]);
    expect(existsSync(golden("none.xml"))).toBe(false);
  });

  test("says which file is missing where none are written, as in CI, and how to write it", async () => {
    const output = await run("--update=none");
    expect(output).toContain(
      `there is no file ${golden("new.xml")}\n` +
        "\n" +
        "If that is where it belongs, have it written, review it and commit it:\n" +
        `  ${remedy}\n`,
    );
    expect(existsSync(golden("new.xml"))).toBe(false);
  });
});
