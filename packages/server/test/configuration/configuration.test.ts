import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { contradictionsIn } from "../../src/configuration/contradictions.ts";
import { help } from "../../src/configuration/help.ts";
import { readSettings } from "../../src/configuration/read-settings.ts";
import { flagOf, variableOf } from "../../src/configuration/setting.ts";
import { settingByName } from "../../src/configuration/settings.ts";
import { UsageError } from "../../src/configuration/usage-error.ts";

const directory = mkdtempSync(join(tmpdir(), "superoffice-soap-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function settings(args: readonly string[], environment: Record<string, string> = {}) {
  const read = readSettings({ args, environment });
  return typeof read === "string" ? read : read.values;
}

function contradictions(args: readonly string[], environment: Record<string, string>) {
  const read = readSettings({ args, environment });
  return typeof read === "string" ? read : contradictionsIn(read.places);
}

function configured(content: unknown, name = "config.json"): string {
  const file = join(directory, name);
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

const defaults = {
  port: 4000,
  host: "127.0.0.1",
  data: "data",
  publicUrl: null,
  upstream: null,
  upstreamConcurrency: 64,
  maxResponseBytes: 67_108_864,
  proxy: null,
  userAgent: null,
  tenants: null,
  services: "Services88",
  users: null,
  behaviour: null,
  allowOrigin: [],
  corsMaxAgeSeconds: 600,
  trustProxy: [],
  requestsPerMinute: Number.POSITIVE_INFINITY,
  requestsPerAddress: Number.POSITIVE_INFINITY,
  persistedDocuments: null,
  introspection: true,
  maxBodyBytes: 1_048_576,
  timeoutMs: 60_000,
  streamTimeoutMs: 600_000,
  maxTokens: 10_000,
  maxDepth: 15,
  maxAliases: 250,
  maxDirectives: 50,
  maxCost: 100_000,
  maxSignIns: 3,
  maxCalls: 1000,
  maxSoapBytes: 10_485_760,
  maxUnknownBytes: 262_144,
  maxPendingBytes: 33_554_432,
  maxUpstreamBytes: 25_165_824,
  answerIdleMs: 60_000,
  logLevel: "warn",
  metrics: "local",
  shutdownDelayMs: 0,
  shutdownTimeoutMs: 25_000,
};

test("without being told everything has a default, comfortable on one's own machine", () => {
  expect(settings([])).toEqual(defaults);
});

test("in production the defaults are those of an open port", () => {
  expect(settings([], { NODE_ENV: "production" })).toEqual({
    ...defaults,
    requestsPerMinute: 600,
    requestsPerAddress: 6000,
    introspection: false,
    metrics: "off",
    logLevel: "info",
  });
});

test("each flag sets what it says", () => {
  const server = ["--port", "0", "--host", "::1", "--services", "services86", "--public-url", "https://soap.example"];
  const embedded = ["--data=:memory:", "--users", "u.json", "--behaviour", "b.json"];
  const origins = ["--allow-origin", "https://a.example", "--allow-origin", "http://localhost:3000"];
  const proxies = ["--trust-proxy", "10.0.0.0/8", "--trust-proxy", "fd00::1"];
  const graphql = ["--persisted-documents", "d.json", "--requests-per-minute", "600", "--introspection"];
  expect(settings([...server, ...embedded, ...origins, ...proxies, ...graphql])).toEqual({
    ...defaults,
    port: 0,
    host: "::1",
    data: ":memory:",
    services: "Services86",
    publicUrl: "https://soap.example",
    users: "u.json",
    behaviour: "b.json",
    allowOrigin: ["https://a.example", "http://localhost:3000"],
    trustProxy: ["10.0.0.0/8", "fd00::1"],
    persistedDocuments: "d.json",
    requestsPerMinute: 600,
    introspection: true,
  });
  const http = ["--proxy", "http://u:p@proxy.example:3128", "--user-agent", "ERP-Sync/2.1"];
  const upstream = ["--upstream", "https://crm.example.com/SuperOffice/Remote", "--tenants", "t.json"];
  const limits = ["--upstream-concurrency", "8", "--max-response-bytes", "4096", "--max-upstream-bytes", "2097152"];
  expect(settings([...upstream, ...limits, ...http])).toEqual({
    ...defaults,
    proxy: "http://u:p@proxy.example:3128",
    userAgent: "ERP-Sync/2.1",
    upstream: "https://crm.example.com/SuperOffice/Remote",
    tenants: "t.json",
    upstreamConcurrency: 8,
    maxResponseBytes: 4096,
    maxUpstreamBytes: 2_097_152,
  });
  expect(settings(["--no-introspection"])).toMatchObject({ introspection: false });
  expect(settings(["--port", "1", "-h"])).toBe("help");
  expect([settings(["--version"]), settings(["-v"])]).toEqual(["version", "version"]);
});

test("the blanks around an address are none of it", () => {
  const addresses = { upstream: "https://crm.example.com/Remote", publicUrl: "https://soap.example.com" };
  const file = configured({ upstream: ` ${addresses.upstream}\t`, publicUrl: `${addresses.publicUrl} ` });
  expect(settings(["--config", file])).toEqual({ ...defaults, ...addresses });
});

test("each setting can be in the environment and in the file, under its own name", () => {
  const texts = { port: "1", allowOrigin: "https://a.example, https://b.example", introspection: "false" };
  const values = { port: 1, allowOrigin: ["https://a.example", "https://b.example"], introspection: false };
  const environment = Object.fromEntries(Object.entries(texts).map(([name, text]) => [variableOf(name), text]));
  expect(settings([], environment)).toEqual({ ...defaults, ...values });
  expect(settings([], { SUPEROFFICE_SOAP_CONFIG: configured(values) })).toEqual({ ...defaults, ...values });
});

test("a flag goes before the environment, and that before the file; a blank variable is none", () => {
  const config = configured({ port: 1, host: "::1", data: "file", trustProxy: ["10.0.0.1"] });
  const environment = { SUPEROFFICE_SOAP_PORT: "2", SUPEROFFICE_SOAP_HOST: "localhost", SUPEROFFICE_SOAP_DATA: "" };
  expect(settings(["--config", config, "--port", "3"], environment)).toEqual({
    ...defaults,
    port: 3,
    host: "localhost",
    data: "file",
    trustProxy: ["10.0.0.1"],
  });
});

test("it is told where each setting that somebody gave stands", () => {
  const file = configured({ port: 1, host: "::1" });
  const read = readSettings({
    args: ["--config", file, "--port", "2"],
    environment: { SUPEROFFICE_SOAP_METRICS: "all" },
  });
  expect(typeof read === "string" || Object.fromEntries(read.places)).toEqual({
    port: "--port",
    host: `${file}: host`,
    metrics: "SUPEROFFICE_SOAP_METRICS",
  });
});

const upstream = "https://crm.example.com/Remote";

test.each<[readonly string[], Record<string, string>, object, string]>([
  [
    ["--upstream", upstream, "--data", "d"],
    {},
    {},
    "--data is not used: it is for an embedded NetServer, but --upstream names a real one to serve instead.",
  ],
  [
    [],
    { SUPEROFFICE_SOAP_UPSTREAM: upstream },
    { users: "u.json" },
    "FILE: users is not used: it is for an embedded NetServer, but SUPEROFFICE_SOAP_UPSTREAM names a real one to serve instead.",
  ],
  [
    ["--tenants", "t.json"],
    { SUPEROFFICE_SOAP_DATA: "d" },
    {},
    "SUPEROFFICE_SOAP_DATA is not used: it is for an embedded NetServer, but --tenants names real ones to serve instead.",
  ],
  [
    ["--users", "u.json"],
    {},
    { tenants: "t.json" },
    "--users is not used: it is for an embedded NetServer, but FILE: tenants names real ones to serve instead.",
  ],
])("settings that are not used beside others are told: %j %j %j", (args, environment, content, message) => {
  const file = configured(content, "contradicting.json");
  expect(contradictions(["--config", file, ...args], environment)).toEqual([message.replace("FILE", file)]);
});

test("neither a default nor a blank variable contradicts anything", () => {
  const environment = { SUPEROFFICE_SOAP_DATA: "", SUPEROFFICE_SOAP_USERS: "" };
  expect(contradictions(["--upstream", upstream], environment)).toEqual([]);
});

test.each([
  [["--prot", "4000"], "Unknown option '--prot'; did you mean --port? See --help."],
  [["--requestsPerMinute=1"], "Unknown option '--requestsPerMinute'; did you mean --requests-per-minute? See --help."],
  [["--frobnicate"], "Unknown option '--frobnicate'. See --help."],
  [["--port"], "Option '--port <value>' argument missing. See --help."],
  [["--port", "65536"], "--port must be a whole number from 0 to 65535, not 65536."],
  [["--port", "4e3"], '--port must be a whole number from 0 to 65535, not "4e3".'],
  [
    ["--services", "Services99"],
    "--services must be one of Services75, Services80, Services81, Services82, Services83, Services84, Services85, " +
      'Services86, Services87, Services88, not "Services99".',
  ],
  [
    ["--upstream", "https://user:secret@crm.example.com/Remote"],
    "--upstream must be an http or https address without credentials, query and fragment, not one with a user name or password.",
  ],
  [
    ["--upstream", "crm.example.com"],
    "--upstream must be an http or https address without credentials, query and fragment, not one without http:// or https://.",
  ],
  [
    ["--public-url", "https://soap.example.com/?token=secret"],
    "--public-url must be an http or https address without credentials, query and fragment, not one with a query or fragment.",
  ],
  [["--requests-per-minute", "0"], "--requests-per-minute must be a whole number from 1 to 1000000000, not 0."],
  [
    ["--allow-origin", "https://a.example", "--allow-origin", "https://b.example/"],
    '--allow-origin must be an origin such as https://app.example or https://*.app.example, or *, not "https://b.example/".',
  ],
  ...[
    "https://*",
    "https://*.com",
    "https://a.*.example",
    "https://app.*",
    "*.app.example",
    "https://*app.example",
  ].map((origin): [string[], string] => [
    ["--allow-origin", origin],
    `--allow-origin must be an origin such as https://app.example or https://*.app.example, or *, not "${origin}".`,
  ]),
  [
    ["--trust-proxy", "10.0.0.0/33"],
    '--trust-proxy must be an address or a network such as 10.0.0.0/8, not "10.0.0.0/33".',
  ],
  [["--data", ""], "--data must be a text that is not blank, not a blank text."],
  [["--config", "missing.json"], "missing.json cannot be read: there is no such file."],
  [["serve"], "Unexpected argument 'serve'. See --help."],
])("%j is refused in one line", (args, message) => {
  expect(() => settings(args)).toThrow(new UsageError(message));
});

test.each([
  [
    "SUPEROFFICE_SOAP_PROT",
    "1",
    "SUPEROFFICE_SOAP_PROT is no setting; did you mean SUPEROFFICE_SOAP_PORT? See --help.",
  ],
  [
    "SUPEROFFICE_SOAP_PORT",
    "tcp://10.0.0.1:4000",
    'SUPEROFFICE_SOAP_PORT must be a whole number from 0 to 65535, not "tcp://10.0.0.1:4000".',
  ],
  ["SUPEROFFICE_SOAP_INTROSPECTION", "yes", 'SUPEROFFICE_SOAP_INTROSPECTION must be true or false, not "yes".'],
  ["SUPEROFFICE_SOAP_METRICS", "some", 'SUPEROFFICE_SOAP_METRICS must be one of local, all, off, not "some".'],
])("%s=%s is refused in one line", (name, text, message) => {
  expect(() => settings([], { [name]: text })).toThrow(new UsageError(message));
});

test.each([
  ['{"port": 4000', " is not JSON: line 1, column 14 should be a comma or }."],
  ["[]", " must be an object of settings, not an empty list."],
  [{ prot: 4000 }, ": prot is no setting; did you mean port? See --help."],
  [{ "requests-per-minute": 1 }, ": requests-per-minute is no setting; did you mean requestsPerMinute? See --help."],
  [{ constructor: 1 }, ": constructor is no setting. See --help."],
  [{ port: "4000" }, null],
  [{ port: 4000.5 }, ": port must be a whole number from 0 to 65535, not 4000.5."],
  [{ port: null }, ": port must be a whole number from 0 to 65535, not null."],
  [{ introspection: "maybe" }, ': introspection must be true or false, not "maybe".'],
  [
    { trustProxy: "10.0.0.1" },
    ': trustProxy must be a list, each an address or a network such as 10.0.0.0/8, not "10.0.0.1".',
  ],
  [{ data: 7 }, ": data must be a text that is not blank, not a number."],
])("a file with %j is refused in one line that names it", (content, reason) => {
  const file = configured(content);
  const message = `${file}${reason ?? ': port must be a whole number from 0 to 65535, not "4000".'}`;
  expect(() => settings(["--config", file])).toThrow(new UsageError(message));
});

test("--help names every setting and its default, on lines that fit a terminal", () => {
  for (const name of settingByName.keys())
    expect(help).toContain(flagOf(name).replace(/^--(?=introspection$)/, "--[no-]"));
  expect(help).toMatch(/--requests-per-minute NUMBER .*\n.*\[600 in production,\s+else no limit\]/);
  expect(help).toContain("SUPEROFFICE_SOAP_PORT=4000");
  expect(help.split("\n").filter((line) => line.length > 100)).toEqual([]);
});
