import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { productVersion } from "@superoffice-soap/schema";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type BundledProgram, bundledProgram } from "../../../test-support/bundled-program.ts";
import { help } from "../src/configuration/help.ts";

// The working directory of the program.
const directory = mkdtempSync(join(tmpdir(), "superoffice-soap-"));
const running = new Set<ChildProcess>();
let program: BundledProgram;

beforeAll(async () => {
  program = await bundledProgram(new URL("../src/main.ts", import.meta.url));
});
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
});
afterAll(async () => {
  await program.remove();
  rmSync(directory, { recursive: true, force: true });
});

function start(args: readonly string[], environment: Record<string, string> = {}) {
  const env = { ...process.env, NODE_ENV: "", ...environment };
  const child = spawn(process.execPath, [program.path, ...args], { cwd: directory, env });
  running.add(child);
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => (output.stdout += chunk));
  child.stderr.on("data", (chunk) => (output.stderr += chunk));
  const ended = once(child, "exit").then(([code]) => {
    running.delete(child);
    return { code: code as number | null, ...output };
  });
  return { child, output, ended };
}

async function listening(args: readonly string[] = [], environment: Record<string, string> = {}) {
  const started = start(["--port", "0", ...args], environment);
  while (!started.output.stdout.includes("Data ")) {
    if (started.child.exitCode !== null) throw new Error(started.output.stderr);
    await delay(20);
  }
  const [url = ""] = /http:\S+(?=\/graphql)/.exec(started.output.stdout) ?? [];
  const query = async (source: string) => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers,
      body: JSON.stringify({ query: source }),
    });
    return response.json();
  };
  return { ...started, url, query };
}

/** Sends the first bytes of a request, and returns a function that sends the rest. */
async function halfSent(url: string, body: string) {
  const headers = { "content-type": "application/json", "content-length": body.length };
  const pending = request(url, { method: "POST", headers, agent: new Agent({ keepAlive: true }) });
  const answer = once(pending, "response");
  pending.write(body.slice(0, 10));
  await delay(200);
  return { answer, finish: () => pending.end(body.slice(10)) };
}

const save = `mutation { saveForeignKey(applicationName: "erp", deviceName: "erp", foreignKey: { key: "k", value: "v" }) { value } }`;
const read = `{ key(applicationName: "erp", deviceName: "erp", keyName: "k", recordId: 0) { value } }`;

describe("the program", () => {
  test("says what it serves, answers on all of it, and ends cleanly on Ctrl-C", async () => {
    const { url, query, child, ended, output } = await listening(["--data", ":memory:"]);
    expect(output.stdout).toBe(
      `superoffice-soap ${productVersion}\n` +
        `GraphQL  ${url}/graphql (Services88; in a browser: GraphiQL)\n` +
        `SOAP     ${url}/Remote/Services88/ForeignSystem.svc\n` +
        "Data     in memory, kept until the program ends\n" +
        "Development sign-in: requests from this machine without credentials run as ADM0. --users turns it off.\n",
    );
    expect(await query(save)).toEqual({ data: { saveForeignKey: { value: "v" } } });
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: "ok", version: productVersion });
    const soap = await fetch(`${url}/Remote/Services88/ForeignSystem.svc`, { method: "POST", body: "no XML" });
    expect(await soap.text()).toContain("Fault");
    child.kill("SIGINT");
    expect(await ended).toMatchObject({ code: 0, stderr: "" });
  });

  test("tells its version", async () => {
    expect(await start(["--version"]).ended).toEqual({ code: 0, stdout: `${productVersion}\n`, stderr: "" });
  });

  test("keeps its data from one start to the next", async () => {
    const first = await listening(["--data", "kept"]);
    await first.query(save);
    first.child.kill("SIGTERM");
    expect((await first.ended).code).toBe(0);
    const second = await listening(["--data", "kept"]);
    expect(await second.query(read)).toEqual({ data: { key: { value: "v" } } });
  });

  test("lets a request that is under way finish, and says meanwhile that it stops", async () => {
    const { url, child, ended } = await listening(["--data", ":memory:", "--shutdown-delay-ms", "1000"]);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const { answer, finish } = await halfSent(`${url}/graphql`, JSON.stringify({ query: read }));
    child.kill("SIGTERM");
    await delay(200);
    // Load balancers learn of the stop before connections are refused.
    const stopping = await fetch(`${url}/readyz`);
    expect([stopping.status, await stopping.json()]).toEqual([503, { status: "not ready" }]);
    await delay(1200);
    await expect(fetch(`${url}/readyz`)).rejects.toThrow();
    finish();
    const [response] = await answer;
    expect(response.statusCode).toBe(200);
    response.resume();
    expect((await ended).code).toBe(0);
  });

  // Windows cannot send a program this signal.
  test.skipIf(process.platform === "win32")("lets a request finish when its terminal is closed", async () => {
    const { url, child, output, ended } = await listening(["--data", ":memory:", "--log-level", "info"]);
    const body = JSON.stringify({ query: read });
    const headers = { "content-type": "application/json", "content-length": body.length, expect: "100-continue" };
    const pending = request(`${url}/graphql`, { method: "POST", headers });
    const answer = once(pending, "response");
    const taken = once(pending, "continue");
    pending.flushHeaders();
    await taken;
    child.kill("SIGHUP");
    while (!output.stderr.includes('"stopping"')) {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error("It ended with a request in flight.");
      await Promise.race([once(child.stderr, "data"), ended]);
    }
    pending.end(body);
    const [response] = await answer;
    expect([response.statusCode, await text(response)]).toEqual([200, '{"data":{"key":null}}']);
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([0, expect.stringContaining('"stopped"')]);
  });

  test("does not wait for ever for a request that never ends", async () => {
    const { url, child, ended } = await listening(["--data", ":memory:", "--shutdown-timeout-ms", "300"]);
    const { answer } = await halfSent(`${url}/graphql`, JSON.stringify({ query: read }));
    const broken = answer.catch((error: NodeJS.ErrnoException) => error.code);
    child.kill("SIGTERM");
    expect(await broken).toBe("ECONNRESET");
    expect((await ended).code).toBe(0);
  });

  test("takes its settings from the environment and from a file", async () => {
    writeFileSync(join(directory, "config.json"), JSON.stringify({ data: ":memory:", services: "Services75" }));
    const environment = { SUPEROFFICE_SOAP_CONFIG: "config.json", SUPEROFFICE_SOAP_MAX_DEPTH: "1" };
    const { query, output } = await listening([], environment);
    expect(output.stdout).toContain("(Services75; in a browser: GraphiQL)");
    expect(output.stdout).toContain("in memory");
    expect(await query('{ foreignApp(name: "a") { name } }')).toMatchObject({
      errors: [{ message: "The query is nested 2 deep; 1 is the limit." }],
    });
  });

  test("lets its NetServer behave as a file says, to GraphQL and to SOAP", async () => {
    const behaviour = {
      foreignSystem: { autoCreate: false },
      soap: { errors: "fault", dispatch: "action" },
      services: ["Services84", "Services88"],
    };
    writeFileSync(join(directory, "behaviour.json"), JSON.stringify(behaviour));
    const { query, url } = await listening(["--data", ":memory:", "--behaviour", "behaviour.json"]);
    expect(await query(save)).toMatchObject({ errors: [{ extensions: { code: "NOT_FOUND" } }] });
    const body = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetKey xmlns="http://www.superoffice.net/ws/crm/NetServer/Services88"/></s:Body></s:Envelope>`;
    const posted = { method: "POST", headers: { "content-type": "text/xml" }, body };
    expect(await (await fetch(`${url}/Remote/Services88/ForeignSystem.svc`, posted)).text()).toContain(
      "ActionNotSupported",
    );
    expect((await fetch(`${url}/Remote/Services75/ForeignSystem.svc`, posted)).status).toBe(404);
    const other = await start(["--behaviour", "behaviour.json", "--services", "Services85"]).ended;
    const reason = "behaviour.json: services must contain Services85, which GraphQL calls (--services).";
    expect(other).toMatchObject({ code: 2, stderr: `superoffice-soap: ${reason}\n` });
  });

  test("logs in production as JSON on standard error, and no secret", async () => {
    writeFileSync(join(directory, "users.json"), JSON.stringify([{ name: "ann", password: "secret" }]));
    const args = ["--data", ":memory:", "--users", "users.json"];
    const { query, child, ended, url } = await listening(args, { NODE_ENV: "production" });
    await query(
      `mutation { authenticateUsernamePassword(userName: "ann", password: "hunter2") { authenticationSucceeded } }`,
    );
    const headers = { authorization: "SOTicket 7T:secretTicket", "so-apptoken": "secretApp" };
    await (await fetch(`${url}/graphql?query={__typename}`, { headers })).text();
    await (await fetch(`${url}/secretPath?token=secretToken`, { headers })).text();
    child.kill("SIGTERM");
    const { stderr, stdout } = await ended;
    const entries = stderr
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { message: string; route?: string });
    expect(entries.map(({ message, route }) => route ?? message)).toEqual([
      "listening",
      "/graphql",
      "/graphql",
      "other",
      "stopping",
      "stopped",
    ]);
    expect(stderr + stdout).not.toMatch(/hunter2|secret/);
  });

  test("has no development sign-in in production", async () => {
    const { query, output, url } = await listening(["--data", ":memory:"], { NODE_ENV: "production" });
    expect(await query(read)).toMatchObject({ errors: [{ extensions: { code: "UNAUTHENTICATED" } }] });
    expect(output.stdout).not.toContain("Development");
    const page = await fetch(`${url}/graphql`, { headers: { accept: "text/html" } });
    expect(await page.text()).not.toContain("GraphiQL");
  });

  test("says in production that nobody can sign in, unless the store has somebody", async () => {
    const warned = async (args: readonly string[]) => {
      const { child, ended } = await listening(["--data", "nobody", ...args], { NODE_ENV: "production" });
      child.kill("SIGTERM");
      const lines = (await ended).stderr.trim().split("\n");
      return lines.map((line) => JSON.parse(line)).filter(({ level }) => level === "warn");
    };
    const message =
      "Nobody can sign in: the embedded NetServer's store holds no user who may. Name a file of some with --users or " +
      "SUPEROFFICE_SOAP_USERS.";
    expect(await warned([])).toMatchObject([{ message }]);
    writeFileSync(join(directory, "somebody.json"), JSON.stringify([{ name: "ann", password: "pässword" }]));
    expect(await warned(["--users", "somebody.json"])).toEqual([]);
    expect(await warned([])).toEqual([]);
  });

  test.each([
    ["an upstream", ["--upstream", "http://127.0.0.1:1/Remote"], {}],
    ["development", ["--data", ":memory:"], { NODE_ENV: "development" }],
  ])("warns of nothing with %s", async (_what, args, environment) => {
    const { child, output, ended } = start(["--port", "0", ...args], { NODE_ENV: "production", ...environment });
    while (!output.stdout.includes("SOAP ") && child.exitCode === null) await delay(20);
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ code: 0, stderr: expect.not.stringContaining('"warn"') });
  });

  test.each([
    ["--upstream", "http://127.0.0.1:1/Remote", "names a real one"],
    ["--tenants", "tenants.json", "names real ones"],
  ])(
    "takes of a behaviour file with %s what is about SOAP, and says that the rest is not used",
    async (flag, value, does) => {
      writeFileSync(join(directory, "tenants.json"), JSON.stringify({ a: { upstream: "http://127.0.0.1:1/Remote" } }));
      writeFileSync(join(directory, "soap.json"), JSON.stringify({ soap: { errors: "fault" } }));
      const rest = { soap: {}, answers: { emptyList: "nil" }, services: ["Services75"] };
      writeFileSync(join(directory, "rest.json"), JSON.stringify(rest));
      const unused = `is not used: it is for an embedded NetServer, but ${flag} ${does} to serve instead.`;
      const warning = `answers, services in SUPEROFFICE_SOAP_BEHAVIOUR ${unused}`;
      for (const [behaviour, expected] of [
        ["rest.json", warning],
        ["soap.json", undefined],
      ] as const) {
        const { child, output, ended } = start(["--port", "0", flag, value], { SUPEROFFICE_SOAP_BEHAVIOUR: behaviour });
        while (!output.stdout.includes("SOAP ") && child.exitCode === null) await delay(20);
        child.kill("SIGTERM");
        const { code, stderr } = await ended;
        expect(code).toBe(0);
        expect(stderr === "" ? undefined : JSON.parse(stderr).message).toBe(expected);
      }
    },
  );

  test("has no development sign-in where it knows its users, who sign in by password", async () => {
    writeFileSync(join(directory, "users.json"), JSON.stringify([{ name: "ann", password: "pässword" }]));
    const { query } = await listening(["--data", ":memory:", "--users", "users.json"]);
    expect(await query(read)).toMatchObject({ errors: [{ extensions: { code: "UNAUTHENTICATED" } }] });
    const signIn = (password: string) =>
      query(
        `mutation { authenticateUsernamePassword(userName: "ann", password: "${password}") { authenticationSucceeded } }`,
      );
    expect(await signIn("pässword")).toEqual({
      data: { authenticateUsernamePassword: { authenticationSucceeded: true } },
    });
    expect(await signIn("password")).toEqual({
      data: { authenticateUsernamePassword: { authenticationSucceeded: false } },
    });
  });

  test("says in one line that its port is taken", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as { port: number };
    const { code, stdout, stderr } = await start(["--port", `${port}`, "--data", ":memory:"]).ended;
    taken.close();
    expect([code, stdout, stderr]).toEqual([
      1,
      "",
      `superoffice-soap: port ${port} on 127.0.0.1 is taken; choose another with --port.\n`,
    ]);
  });

  test.each([
    ["203.0.113.1", "cannot listen on 203.0.113.1: EADDRNOTAVAIL; choose another with --host."],
    ["no-host.invalid", "there is no host no-host.invalid to listen on; choose another with --host."],
  ])("says in one line that it cannot listen on %s", async (host, reason) => {
    const { code, stderr } = await start(["--port", "0", "--host", host, "--data", ":memory:"]).ended;
    expect([code, stderr]).toEqual([1, `superoffice-soap: ${reason}\n`]);
  });

  test.each<[string, readonly string[], Record<string, string>, string]>([
    ["a flag", ["--prot", "4000"], {}, "Unknown option '--prot'; did you mean --port? See --help."],
    [
      "a flag's value that looks like a flag",
      ["--port", "-1"],
      {},
      "Option '--port' argument is ambiguous. Did you forget to specify the option argument for '--port'?",
    ],
    ["a blank file", ["--config", ""], {}, "--config must be the path of a file, not a blank text."],
    [
      "a variable",
      [],
      { SUPEROFFICE_SOAP_PROT: "1" },
      "SUPEROFFICE_SOAP_PROT is no setting; did you mean SUPEROFFICE_SOAP_PORT? See --help.",
    ],
    [
      "a file's setting",
      ["--config", "wrong.json"],
      {},
      "wrong.json: prot is no setting; did you mean port? See --help.",
    ],
    [
      "an option that cannot be meant",
      ["--data", ":memory:", "--behaviour", "unmeant.json"],
      {},
      'unmeant.json: the table "contact" has the number 5 already.',
    ],
    [
      "a database's password",
      [],
      { SUPEROFFICE_SOAP_DATA: "postgres://u:secret@127.0.0.1:1/x" },
      "SUPEROFFICE_SOAP_DATA: the store cannot be opened: ",
    ],
  ])("refuses %s that will not do in one line", async (_, args, environment, reason) => {
    writeFileSync(join(directory, "wrong.json"), JSON.stringify({ prot: 4000 }));
    writeFileSync(join(directory, "unmeant.json"), JSON.stringify({ tables: { contact: 7 } }));
    const { code, stdout, stderr } = await start(args, environment).ended;
    expect(code).toBe(reason.includes("the store") ? 1 : 2);
    expect(stdout).toBe("");
    expect(stderr.startsWith(`superoffice-soap: ${reason}`)).toBe(true);
    expect(stderr.split("\n")).toHaveLength(2);
    expect(stderr).not.toContain("secret");
  });

  test("explains itself", async () => {
    const { code, stdout } = await start(["--help"]).ended;
    expect([code, stdout]).toEqual([0, help]);
  });
});
