import { execFile } from "node:child_process";
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { agents, at, findServices, servicesVersions } from "@superoffice-soap/schema";
import { directions, goldenMoment } from "@superoffice-soap/testkit";
import { afterAll, describe, expect, test } from "vitest";
import { commandOf, type EnvelopeName } from "../golden/arguments.ts";
import { exampleEnvelope, exampleEnvelopes } from "../golden/example-envelope.ts";
import { changesOfGoldenFiles, writeGoldenFiles } from "../golden/golden-files.ts";

const fixtures = fileURLToPath(new URL("fixtures/", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "golden-"));
afterAll(() => rmSync(scratch, { recursive: true }));

// Envelopes of five reference pages, as they were published.
const published = readdirSync(fixtures, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".xml"))
  .map((path) => path.split(sep).join("/"));

describe("published envelopes come out byte for byte", () => {
  test.each(published)("%s", (path) => {
    expect(exampleEnvelope(nameOf(path), momentOf(path))).toBe(readFileSync(join(fixtures, path), "utf8"));
  });

  test("all ten of them", () => {
    expect(published).toHaveLength(10);
  });
});

test("an operation without parameters, and one without an answer, keep their element's tags apart", () => {
  const envelope = (operation: string, direction: "request" | "response") =>
    exampleEnvelope({ services: "Services88", agent: "ForeignSystem", operation, direction }, goldenMoment);
  expect(envelope("CreateDefaultForeignAppEntity", "request")).toContain(
    " <SOAP-ENV:Body>\n" +
      "   <ForeignSystem:CreateDefaultForeignAppEntity>\n" +
      "   </ForeignSystem:CreateDefaultForeignAppEntity>\n" +
      "\n" +
      " </SOAP-ENV:Body>\n",
  );
  expect(envelope("DeleteForeignKey", "response")).toContain(
    " <SOAP-ENV:Body>\n" +
      "  <ForeignSystem:DeleteForeignKeyResponse>\n" +
      "  </ForeignSystem:DeleteForeignKeyResponse>\n" +
      " </SOAP-ENV:Body>\n",
  );
});

const operationCounts = servicesVersions.flatMap((services) =>
  Object.values(at(services).agents).map(({ operations }) => Object.keys(operations).length),
);
const envelopeCount = operationCounts.reduce((sum, count) => sum + count, 0) * directions.length;

test("there is a request and a response of each operation in each version that has it", () => {
  expect(exampleEnvelopes(goldenMoment).size).toBe(envelopeCount);
});

test("the README tells how many there are", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  expect(readme).toContain(`${envelopeCount.toLocaleString("en")} golden envelopes`);
});

test("the packaged files are up to date", async () => {
  const directory = fileURLToPath(new URL("../../packages/testkit/golden", import.meta.url));
  const remedy = `if the changes are meant: npm run golden -- write --out packages/testkit/golden --at ${goldenMoment}`;
  expect(await changesOfGoldenFiles(directory, goldenMoment), remedy).toEqual([]);
});

test("a changed, a missing and a superfluous file each show as a unified diff", async () => {
  await writeGoldenFiles(scratch, goldenMoment);
  const [changed, missing] = ["Services88/Relation/SaveContactRelation", "Services75/ErpSync/SyncAll"];
  appendFileSync(join(scratch, `${changed}.request.xml`), "<!-- more -->\n");
  rmSync(join(scratch, `${missing}.response.xml`));
  writeFileSync(join(scratch, "Services88/Relation/Gone.request.xml"), "<gone/>\n");
  const changes = await changesOfGoldenFiles(scratch, goldenMoment);
  expect(changes).toHaveLength(3);
  expect(changes[0]).toContain(`--- /dev/null\n+++ b/${missing}.response.xml\n@@ -0,0 +1,`);
  expect(changes[1]).toBe("--- a/Services88/Relation/Gone.request.xml\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-<gone/>\n");
  expect(changes[2]).toMatch(/^--- a\/Services88\/Relation\/SaveContactRelation.request.xml\n\+\+\+ b/);
  expect(changes[2]).toMatch(/\n <\/SOAP-ENV:Envelope>\n \n-<!-- more -->\n$/);
});

describe("a wrong command line is told in one line", () => {
  const print = ["print", "--services", "Services85", "--agent", "Relation", "--operation", "SaveContactRelation"];
  const complete = [...print, "--direction", "request", "--at", goldenMoment];
  const cases: [string[], string][] = [
    [[], "no command: say print, write or check"],
    [["--at", goldenMoment], "no command: say print, write or check"],
    [["prnt"], 'no command is called "prnt"; did you mean print?'],
    [["print", "--servces", "x"], 'no flag of print is called "--servces"; did you mean --services?'],
    [
      ["print", "--out", "x"],
      'no flag of print is called "--out"; the choices are --services, --agent, --operation, --direction, --at',
    ],
    [["write", "somewhere"], 'write takes flags only, not "somewhere"'],
    [["write", "--out"], "--out needs a value"],
    [["write", "--out", "--at", goldenMoment], "--out needs a value"],
    [["write", "--out", scratch], "--at is missing"],
    [["write", "--at", goldenMoment], "--out is missing"],
    [["print"], "--services is missing"],
    [print, "--direction is missing"],
    [[...print, "--direction", "request"], "--at is missing"],
    [[...complete, "--at", "yesterday"], '--at needs a moment such as 2021-03-25T21:35:56Z, not "yesterday"'],
    [[...complete, "--services", "services85"], 'no version is called "services85"; did you mean Services85?'],
    [[...complete, "--agent", "Relations"], 'no agent is called "Relations"; did you mean Relation?'],
    [
      [...complete, "--agent", "xyz"],
      'no agent is called "xyz"; the choices are ForeignSystem, ErpSync, Relation, SoPrincipal',
    ],
    [
      [...complete, "--operation", "SaveContactRelatoin"],
      'no operation of Relation in Services85 is called "SaveContactRelatoin"; did you mean SaveContactRelation?',
    ],
    [[...complete, "--direction", "reply"], 'no direction is called "reply"; the choices are request, response'],
  ];
  test.each(cases)("%j", (args, message) => {
    expect(() => commandOf(args)).toThrow(expect.objectContaining({ name: "UsageError", message }));
  });
});

describe("the program", () => {
  test("prints an envelope and nothing else", async () => {
    const path = "Services85/Relation/SaveContactRelation.request.xml";
    const { stdout, stderr } = await golden(
      ...["print", "--services", "Services85", "--agent", "Relation", "--operation", "SaveContactRelation"],
      ...["--direction", "request", "--at", momentOf(path)],
    );
    expect(stdout).toBe(readFileSync(join(fixtures, path), "utf8"));
    expect(stderr).toBe("");
  });

  test("exits with 2 when the command line is wrong", async () => {
    await expect(golden("print")).rejects.toMatchObject({
      code: 2,
      stdout: "",
      stderr: "golden: --services is missing\n",
    });
  });

  test("exits with 1 when files differ, and says how to rewrite them", async () => {
    const empty = mkdtempSync(join(scratch, "empty-"));
    await expect(golden("check", "--out", empty)).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining("+++ b/Services75/ErpSync/BreakActorLink.request.xml"),
      stderr:
        `${envelopeCount} golden envelopes are not what would be written now. If the change is meant:\n` +
        `  npm run --silent golden -- write --out ${empty} --at ${goldenMoment}\n`,
    });
  });
});

/** The moment in a fixture or, where it has none, in the other direction's. */
function momentOf(path: string): string {
  const texts = directions.map((direction) =>
    readFileSync(join(fixtures, path.replace(/request|response/, direction)), "utf8"),
  );
  const moment = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/.exec(texts.join(""));
  return moment?.[0] ?? goldenMoment;
}

function nameOf(path: string): EnvelopeName {
  const [, services = "", agent = "", operation = "", direction] = /^(\w+)\/(\w+)\/(\w+)\.(\w+)\.xml$/.exec(path) ?? [];
  return {
    services: findServices(services)!,
    agent: Object.keys(agents).find((name): name is keyof typeof agents => name === agent)!,
    operation,
    direction: direction === "request" ? "request" : "response",
  };
}

function golden(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const main = join("tools", "golden", "main.ts");
  return promisify(execFile)(process.execPath, ["--conditions=source", "--import=tsx", main, ...args], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  });
}
