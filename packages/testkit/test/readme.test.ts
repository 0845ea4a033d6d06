import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { compareEnvelopes, goldenEnvelope } from "../src/index.ts";

const here = fileURLToPath(new URL("..", import.meta.url));
// The project is inside the package, so that the package's name resolves as it does where it is installed.
const project = join(here, "test-results", "readme");
const readme = readFileSync(join(here, "README.md"), "utf8");

beforeAll(() => {
  rmSync(project, { recursive: true, force: true });
  for (const [, file = "", code = ""] of readme.matchAll(/```[jt]s file=(\S+)\n(.*?)```/gs)) write(file, code);
});
beforeEach(() => {
  rmSync(join(project, "test/golden"), { recursive: true, force: true });
  write("src/get-key-request.ts", getKeyRequest);
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

// The team has its own code, its own prefixes and SOAP 1.1.
const getKeyRequest = `
export function getKeyRequest(keyName: string, recordId: number): string {
  const ticket = "7T:c2VjcmV0==";
  return (
    '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">' +
    '<soap:Header xmlns="http://www.superoffice.net/ws/crm/NetServer/Services88">' +
    \`<Credentials><Ticket>\${ticket}</Ticket></Credentials></soap:Header>\` +
    '<soap:Body><GetKey xmlns="http://www.superoffice.net/ws/crm/NetServer/Services88">' +
    "<ApplicationName></ApplicationName><DeviceName></DeviceName>" +
    \`<KeyName>\${escaped(keyName)}</KeyName><TableName></TableName><RecordId>\${recordId}</RecordId>\` +
    "</GetKey></soap:Body></soap:Envelope>"
  );
}

function escaped(text: string): string {
  const references: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\\r": "&#xD;" };
  return text.replace(/[&<>\\r]/g, (character) => references[character] ?? character);
}
`;

const golden = "test/golden/get-key.request.xml";

test("the suite writes its golden file, fails as shown when the envelope changes, and rewrites it on request", async () => {
  const first = await vitest();
  expect(first.code, first.output).toBe(0);
  expect(read(golden)).toContain("<RecordId>56</RecordId>");
  expect(read(golden)).toContain("<Ticket>7T:1234abcxyzExample==</Ticket>");

  // Other prefixes are no change.
  write("src/get-key-request.ts", getKeyRequest.replaceAll("soap:", "s:").replaceAll("xmlns:soap", "xmlns:s"));
  const same = await vitest();
  expect(same.code, same.output).toBe(0);
  expect(read(golden)).toContain("<soap:Envelope");

  write("src/get-key-request.ts", getKeyRequest.replace("{recordId}", "{recordId + 1}"));
  const changed = await vitest();
  expect(changed.code).toBe(1);
  expect(changed.output).toContain(`${shownFailure()}\n`);
  expect(read(golden)).toContain("<RecordId>56</RecordId>");

  const [, ...command] = /npx vitest run (\S+) (--update)$/.exec(shownFailure()) ?? [];
  await vitest(...command);
  expect(read(golden)).toContain("<RecordId>57</RecordId>");
});

test.each([
  ["an & that is not escaped", '"&": "&amp;", ', /the received envelope is not well-formed XML|expected {2}".*&/],
  ["a carriage return that is not", ', "\\r": "&#xD;"', /expected {2}".*\\r/],
])("the suite of any text fails for %s", async (_fault, escaping, failure) => {
  expect(getKeyRequest).toContain(escaping);
  write("src/get-key-request.ts", getKeyRequest.replace(escaping, ""));
  const { code, output } = await vitest("test/any-text.test.ts");
  expect(code).toBe(1);
  expect(output).toMatch(failure);
});

test("the suite of node:test does the same with the same file", async () => {
  const first = await nodeTest();
  expect(first.code, first.output).toBe(0);
  expect(read(golden)).toContain("<RecordId>56</RecordId>");

  write("src/get-key-request.ts", getKeyRequest.replace("{recordId}", "{recordId + 1}"));
  const changed = await nodeTest();
  expect(changed.code).toBe(1);
  const [differences = "", advice = ""] = shownFailure().split(/^ {2}npx .*$/m);
  for (const line of (differences + advice).split("\n")) expect(changed.output).toContain(line);
  expect(changed.output).toContain("run the tests again with UPDATE_GOLDEN=1 in their environment");

  await nodeTest({ UPDATE_GOLDEN: "1" });
  expect(read(golden)).toContain("<RecordId>57</RecordId>");
});

test("an ignored path with a mistake is refused as the README says", () => {
  const [, path = "", hint = ""] =
    /`nothing can match the ignored path "(\w+)" \[…\] (did you mean\s"\w+"\?)`/.exec(readme) ?? [];
  const envelope = goldenEnvelope("Services88", "ForeignSystem", "GetKey", "request");
  expect(() => compareEnvelopes(envelope, envelope, { ignore: [path] })).toThrow(hint.replace(/\s+/g, " "));
});

test("in CI a missing golden file is a failure", async () => {
  const { code, output } = await vitest("--update=none");
  expect(code).toBe(1);
  expect(output).toContain(`there is no file ${join(project, golden)}`);
  expect(existsSync(join(project, golden))).toBe(false);
});

test("the recorder records", async () => {
  const response = goldenEnvelope("Services88", "ForeignSystem", "GetKey", "response");
  const upstream = createServer(
    { keepAliveTimeout: 0 },
    (request, answer) => void request.resume().on("end", () => answer.end(response)),
  );
  await once(upstream.listen(0, "127.0.0.1"), "listening");
  const { port } = upstream.address() as AddressInfo;
  const code = read("record.ts").replace("https://crm.example.com", `http://127.0.0.1:${port}`).replace("4100", "0");
  write("record-here.ts", code);
  const recorder = spawn(process.execPath, ["--conditions=source", "--import=tsx", "record-here.ts"], { cwd: project });
  try {
    const [line] = await once(recorder.stdout, "data");
    const url = /^Point your client at (\S+)\n$/.exec(String(line))?.[1];
    const body = goldenEnvelope("Services88", "ForeignSystem", "GetKey", "request");
    await (await fetch(new URL("/Remote/Services88/ForeignSystem.svc", url), { method: "POST", body })).text();
    expect(read("test/golden/Services88/ForeignSystem/GetKey.request.xml")).toBe(body);
    expect(read("test/golden/Services88/ForeignSystem/GetKey.response.xml")).toBe(response);
  } finally {
    recorder.kill();
    upstream.closeAllConnections();
    upstream.close();
  }
});

function write(file: string, content: string): void {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), content);
}

function read(file: string): string {
  return readFileSync(join(project, file), "utf8");
}

/** Returns the failure in the README, for the project's folder here. */
function shownFailure(): string {
  const shown = /```text\n(.*?)\n```/s.exec(readme)?.[1] ?? "no failure is shown";
  return shown.replace("/home/ada/shop", project);
}

/** Runs the example's tests as its author would, outside of CI. */
function vitest(...flags: string[]): Promise<Ran> {
  const main = join(here, "../../node_modules/vitest/vitest.mjs");
  return node([main, "run", ...flags, "--config", join(here, "../../vitest.config.ts"), "--root", project]);
}

function nodeTest(environment: Readonly<Record<string, string>> = {}): Promise<Ran> {
  return node(["--conditions=source", "--import=tsx", "--test", "test/envelopes.test.mjs"], environment);
}

/** The exit code and output of a program. */
interface Ran {
  readonly code: unknown;
  readonly output: string;
}

async function node(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: "1", ...environment };
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: project, env });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: unknown; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}
