import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startServer } from "@superoffice-soap/server";
import { createRecorder } from "@superoffice-soap/testkit";
import { afterAll, expect, test } from "vitest";

// Programs whose SOAP library calls the address that it finds in the WSDL, as the page on them has it.

const run = promisify(execFile);
const page = readFileSync(new URL("../../docs/soap-clients.md", import.meta.url), "utf8");
const directory = mkdtempSync(join(tmpdir(), "recorded-"));
const server = await startServer({
  host: "127.0.0.1",
  port: 0,
  store: ":memory:",
  services: "Services88",
  production: false,
});
afterAll(async () => {
  await server.close();
  rmSync(directory, { recursive: true });
});

const clients = [
  {
    language: "php",
    command: "php",
    flags: ["-d", "soap.wsdl_cache_enabled=0", "-r"],
    probe: "exit((int) !class_exists('SoapClient'));",
  },
  { language: "python", command: "/usr/bin/python3", flags: ["-c"], probe: "import zeep" },
] as const;

test.for(clients)(
  "the page's example in $language is recorded with no other change than the address",
  async (client, context) => {
    const { language, command, flags, probe } = client;
    const isThere = await run(command, [...flags, probe]).then(
      () => true,
      () => false,
    );
    if (!isThere) context.skip(`what the example in ${language} needs is not installed`);
    const [, example = ""] =
      new RegExp(`^\`\`\`${language}\\n(?:<\\?php\\n)?([\\s\\S]*?)^\`\`\``, "m").exec(page) ?? [];
    expect(example).toContain("http://127.0.0.1:4000/Remote/");
    const own = join(directory, language);
    const recorder = createRecorder({ upstream: server.url, directory: own });
    const { origin } = await recorder.listen();
    try {
      await run(command, [...flags, example.replaceAll("http://127.0.0.1:4000", origin)]);
    } finally {
      await recorder.close();
    }
    const files = readdirSync(own, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".xml"));
    expect(files.sort()).toEqual([
      "Services88/ForeignSystem/GetKeyValue.request.xml",
      "Services88/ForeignSystem/GetKeyValue.response.xml",
      "Services88/SoPrincipal/AuthenticateUsernamePassword.request.xml",
      "Services88/SoPrincipal/AuthenticateUsernamePassword.response.xml",
    ]);
    expect(readFileSync(join(own, "Services88/ForeignSystem/GetKeyValue.request.xml"), "utf8")).toContain(
      "customer-no",
    );
  },
);
