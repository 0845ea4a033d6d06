import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const readme = readFileSync(`${root}README.md`, "utf8");
const fences = (language: string) =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "gs"))].map(([, text]) => text ?? "");

let server: ChildProcess;
let origin: string;

beforeAll(async () => {
  const arguments_ = ["--conditions=source", "--import=tsx", "packages/server/src/main.ts"];
  server = spawn(process.execPath, [...arguments_, "--port", "0", "--data", ":memory:"], { cwd: root });
  origin = await announced(server);
});

afterAll(() => {
  server.kill("SIGINT");
});

/** The address at which a server says that it listens. */
async function announced({ stdout, stderr }: ChildProcess): Promise<string> {
  let said = "";
  stderr?.on("data", (text) => {
    said += text;
  });
  for await (const text of stdout ?? []) {
    said += text;
    const [, found] = /(http:\/\/127\.0\.0\.1:\d+)\/graphql/.exec(said) ?? [];
    if (found !== undefined) return found;
  }
  throw new Error(`the server did not start: ${said}`);
}

async function ask(query: string): Promise<unknown> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${origin}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) });
  return response.json();
}

const shellTools = ["bash", "curl", "grep"];
const missing = shellTools.filter((tool) => spawnSync(tool, ["--version"]).status !== 0);
if (missing.length > 0) console.log(`skipped, the README's SOAP calls need ${missing.join(" and ")}`);

test("the README's mutation and query answer what it says", async () => {
  const [mutation = "", query = ""] = fences("graphql");
  expect(await ask(mutation)).toEqual({
    data: { saveForeignKey: { key: "customer-no", value: "00123", createdBy: "Ada Minde" } },
  });
  expect(await ask(query)).toEqual(JSON.parse(fences("json")[0] ?? ""));
});

test.skipIf(missing.length > 0)("the README's SOAP calls answer what it says, of what the mutation saved", async () => {
  await ask(fences("graphql")[0] ?? "");
  const [, signIn = "", read = ""] = fences("sh");
  const script = `${signIn}\n${read}`.replaceAll("http://127.0.0.1:4000", origin);
  expect(execFileSync("bash", ["-c", script], { encoding: "utf8" })).toBe(fences("xml")[0]);
});

test("the README links to files that are there", () => {
  for (const [, path = ""] of readme.matchAll(/\]\(([^)#:]+)\)/g))
    expect(() => readFileSync(root + path)).not.toThrow();
});
