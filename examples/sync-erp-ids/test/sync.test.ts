import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { GraphQLClient } from "graphql-request";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningServer, startServer } from "../../start-server.ts";
import { startHop } from "./hop.ts";
import { bundledSync, csvFile, customers } from "./run-sync.ts";

const { runSync, startSync } = bundledSync();
let server: RunningServer;

beforeAll(async () => {
  server = await startServer();
});

afterAll(() => server.stop());

const to = (app: string, endpoint = server.endpoint) => ["--endpoint", endpoint, "--app", app];

interface Stored {
  readonly applicationKeys: readonly { key: string; value: string; tableName: string; recordId: number }[];
}

/** Returns the keys that the server has for an application, by record. */
async function stored(app: string) {
  const query = "query ($app: String) { applicationKeys(applicationName: $app) { key value tableName recordId } }";
  const { applicationKeys } = await new GraphQLClient(server.endpoint).request<Stored>(query, { app });
  return applicationKeys.toSorted((a, b) => a.recordId - b.recordId);
}

function expected(count: number) {
  const key = { key: "customer-no", tableName: "contact" };
  return Array.from({ length: count }, (_, index) => ({ ...key, recordId: index + 1, value: `00${index + 1}` }));
}

async function untilNoted(file: string, rows: number): Promise<void> {
  while (!existsSync(file) || readFileSync(file, "utf8").split("\n").length < rows + 2) await sleep(10);
}

/** Returns the number of rows that an earlier run had saved, from the last line of the tally. */
function savedBefore(stderr: string): number {
  return Number(/, (\d+) saved before/.exec(stderr)?.[1]);
}

test("stores every row as its text is, shows a bar, and leaves no progress file", async () => {
  const file = csvFile(`\ufeffrecordId;erpId\r\n1; 00 \r\n\r\n2;1e5\r\n3;"a;\n""b"""`);
  const { status, stdout, stderr } = await runSync([file, ...to("texts"), "--delimiter", ";"]);
  expect([status, stdout]).toEqual([0, ""]);
  expect(stderr).toMatch(/\[=+\] 3\/3 rows, 0 failed.*\n3 saved, 0 failed, 0 left\n$/s);
  expect((await stored("texts")).map(({ value }) => value)).toEqual([" 00 ", "1e5", 'a;\n"b"']);
  expect(existsSync(`${file}.progress`)).toBe(false);
});

test("a second run changes nothing, a changed row changes its key", async () => {
  const file = csvFile(customers(20));
  await runSync([file, ...to("again")]);
  await runSync([file, ...to("again")]);
  expect(await stored("again")).toEqual(expected(20));
  writeFileSync(file, customers(20).replace(",0020\n", ",new\n"));
  await runSync([file, ...to("again")]);
  expect(await stored("again")).toEqual([...expected(19), { ...expected(20)[19], value: "new" }]);
});

test("tells the line, the field and the reason of each row that failed; corrected, those alone are sent", async () => {
  const file = csvFile('recordId,name,erpId\n1,A,1\n2,"two\nlines",x\u0001\nx,C,3\n4,D\n1,E,5\n6,F, \n7,G,7\n');
  const { status, stdout, stderr } = await runSync([file, ...to("failing")]);
  expect(status).toBe(1);
  expect(stdout.replaceAll(file, "f")).toBe(
    [
      "f:3: erpId: Expected text that XML can carry but found U+0001 at foreignKey.value.",
      'f:5: recordId: "x" is no record\'s id.',
      "f:6: 2 fields, but the header has 3.",
      "f:7: recordId: 1 is on line 2 already.",
      "f:8: erpId: It is blank.\n",
    ].join("\n"),
  );
  expect(stderr).toContain("2 saved, 5 failed, 0 left");
  writeFileSync(file, "recordId,name,erpId\n1,A,1\n2,B,two\n7,G,7\n");
  const hop = await startHop(server.endpoint);
  // The progress file is for one server: the hop is another.
  expect((await runSync([file, ...to("failing", hop.endpoint)])).stderr).toContain("is the progress of another sync");
  expect((await runSync([file, ...to("failing")])).stderr).toContain("1 saved, 2 saved before, 0 failed, 0 left");
  expect((await stored("failing")).map(({ value }) => value)).toEqual(["1", "two", "7"]);
});

test("what NetServer refuses is told in its words", async () => {
  const { status, stdout } = await runSync([csvFile(customers(1)), ...to("refused"), "--table", "nix"]);
  expect([status, stdout.split(": ")[1]]).toEqual([1, 'tableName "nix" is not the name of a table.\n']);
});

test("killed in the middle, twice, it goes on where it was, and every row is there once", async () => {
  const file = csvFile(customers(600));
  for (const rows of [50, 200]) {
    const { child, ended } = startSync([file, ...to("killed")]);
    await untilNoted(`${file}.progress`, rows);
    child.kill("SIGKILL");
    expect((await ended).status).toBe(null);
    // Leaves the file as if the program had been killed while it wrote.
    writeFileSync(`${file}.progress`, '[9999,"00', { flag: "a" });
  }
  const { status, stderr } = await runSync([file, ...to("killed")]);
  expect(status).toBe(0);
  expect(savedBefore(stderr)).toBeGreaterThanOrEqual(200);
  expect(savedBefore(stderr)).toBeLessThan(600);
  expect(stderr).toContain(`\n${600 - savedBefore(stderr)} saved, `);
  expect(await stored("killed")).toEqual(expected(600));
  expect(existsSync(`${file}.progress`)).toBe(false);
});

test.each(["SIGINT", "SIGTERM"] as const)("%s lets the rows under way finish and says how to go on", async (signal) => {
  const file = csvFile(customers(400));
  const { child, ended } = startSync([file, ...to(signal)]);
  await untilNoted(`${file}.progress`, 20);
  child.kill(signal);
  const { status, stderr } = await ended;
  const [, saved, left] = /\n(\d+) saved, 0 failed, (\d+) left\nThe same command goes on/.exec(stderr) ?? [];
  expect([status, Number(saved) + Number(left)]).toEqual([130, 400]);
  expect(await stored(signal)).toHaveLength(Number(saved));
  expect(savedBefore((await runSync([file, ...to(signal)])).stderr)).toBe(Number(saved));
  expect(await stored(signal)).toEqual(expected(400));
});

test("sends as many rows at a time as it may, and again those that the server had no time for", async () => {
  const hop = await startHop(server.endpoint, (request) => request % 10 === 0);
  const { status } = await runSync([csvFile(customers(60)), ...to("busy", hop.endpoint), "--concurrency", "3"]);
  expect([status, hop.most()]).toEqual([0, 3]);
  expect(hop.requests()).toBeGreaterThan(60);
  expect(await stored("busy")).toEqual(expected(60));
});

test("gives up when the server is gone, and goes on when it is back", async () => {
  const gone = await startHop(server.endpoint, (request) => request > 30 && request < 100);
  const file = csvFile(customers(40));
  const args = [file, ...to("gone", gone.endpoint), "--concurrency", "1", "--patience", "1"];
  const { status, stderr } = await runSync(args);
  expect(status).toBe(1);
  expect(stderr).toContain("30 saved, 0 failed, 10 left\nThe server answered with HTTP 503.\n");
  while (gone.requests() < 100) await fetch(gone.endpoint, { method: "POST", body: "{}" });
  expect((await runSync(args)).stderr).toContain("10 saved, 30 saved before, 0 failed, 0 left");
  expect(await stored("gone")).toEqual(expected(40));
});

test("a ticket that is not known ends the run at once, and is not told", async () => {
  const hop = await startHop(server.endpoint);
  const args = [csvFile(customers(500)), ...to("stranger", hop.endpoint)];
  const { status, stderr } = await runSync(args, { GRAPHQL_AUTHORIZATION: "SOTicket 7T:nobody" });
  expect([status, stderr.includes("The ticket is missing, not known or has run out."), stderr.includes("7T:")]).toEqual(
    [1, true, false],
  );
  expect(hop.requests()).toBeLessThan(50);
});
