import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningServer, startServer } from "../src/server.ts";

const run = promisify(execFile);
const page = readFileSync(new URL("../../../docs/soap-clients.md", import.meta.url), "utf8");
const saved = `mutation { saveForeignKey(applicationName: "erp", deviceName: "erp", deviceIdentifier: "",
  foreignKey: { key: "customer-no", value: "00123", tableName: "contact", recordId: 2 }) { value } }`;
let server: RunningServer;

beforeAll(async () => {
  const where = { host: "127.0.0.1", port: 0, store: ":memory:" };
  server = await startServer({ ...where, services: "Services88", production: false });
  const headers = { "content-type": "application/json" };
  await fetch(`${server.url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query: saved }) });
});
afterAll(() => server.close());

/** Returns the page's example in a language, with this server's address. */
function example(language: string): string {
  const [, text = ""] = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "m").exec(page) ?? [];
  return text.replaceAll("http://127.0.0.1:4000", server.url);
}

test.for([
  ["php", "php", ["-d", "soap.wsdl_cache_enabled=0", "-r"], "exit((int) !class_exists('SoapClient'));"],
  ["python", "/usr/bin/python3", ["-c"], "import zeep"],
] as const)("the page's example in %s reads the key", async ([language, command, flags, probe], { skip }) => {
  const isThere = await run(command, [...flags, probe]).then(
    () => true,
    () => false,
  );
  if (!isThere) skip(`what the example in ${language} needs is not installed`);
  const { stdout } = await run(command, [...flags, example(language).replace("<?php\n", "")]);
  expect(stdout).toBe("00123\n");
});
