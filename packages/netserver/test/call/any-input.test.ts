import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeResponse } from "@superoffice-soap/codec";
import { type AgentName, answeredOf, at, NetServerError, type Operation, type Schema } from "@superoffice-soap/schema";
import { arbitrary, invalidArbitrary } from "@superoffice-soap/testkit";
import fc from "fast-check";
import Database from "libsql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hastySchedule } from "../../../../test-support/hasty-schedule.ts";
import { propertyRuns } from "../../../../test-support/property-runs.ts";
import { createNetServer, type NetServer, type NetServerOptions } from "../../src/index.ts";

const services = "Services88";
const contract = at(services);
const refusals =
  /^SuperOffice\.Exceptions\.So(Validation|InvalidArgument|NotFound|Duplicate|Sentry|IllegalOperation)Exception$/;

let netServer: NetServer;
let ticket: string;
let directory: string;
let database: Database.Database;

// Refusing as little as the options allow, so that most of what is generated gets as far as the store.
const lenient: NetServerOptions = {
  // The names that are made up are few, so that the delays of wrong passwords, a second at most, would add up.
  synchronization: { schedule: hastySchedule },
  answers: { overlongText: "truncate" },
  foreignSystem: { unknownTable: "store-as-0", recordWithoutTable: "ignore" },
};

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "netserver-"));
  netServer = await createNetServer({ store: directory, ...lenient });
  ticket = await netServer.issueTicket("ADM0");
  database = new Database(join(directory, "netserver.sqlite"));
});

afterAll(async () => {
  database.close();
  await netServer.close();
  await rm(directory, { recursive: true, force: true });
});

/** Signing in is beside the point, and SQLite's own tables say how many rows there ever were. */
const beside = ["credentials", "sqlite_sequence", "sqlite_stat1"];

/** Everything that calls can change. */
function stored(): string {
  const tables = database.prepare("select name from sqlite_master where type = 'table' order by name");
  // The rows of that query.
  const names = (tables.all() as { name: string }[]).map(({ name }) => name).filter((name) => !beside.includes(name));
  return JSON.stringify(names.map((name) => [name, database.prepare(`select * from ${name}`).all()]));
}

/** Members that an answer lacks, by path: answers of real servers have all of them, null or not. */
function absent(schema: Schema, value: unknown, path = ""): string[] {
  const { xml } = schema;
  if (value === undefined) return [path];
  if (value === null) return [];
  if (xml.kind === "array")
    return (value as unknown[]).flatMap((item, index) => absent(xml.item, item, `${path}[${index}]`));
  if (xml.kind !== "entity") return [];
  const members = value as Record<string, unknown>;
  return Object.entries(xml.members).flatMap(([name, member]) => absent(member, members[name], `${path}.${name}`));
}

async function outcomeOf(agent: AgentName, operation: Operation, input: unknown): Promise<unknown> {
  // The operation is not known before the test runs.
  const call = netServer.call as (
    agent: string,
    operation: string,
    input: unknown,
    context: object,
  ) => Promise<unknown>;
  return call(agent, operation.name, input, { services, ticket }).catch((error: unknown) => error);
}

function check(agent: AgentName, operation: Operation, outcome: unknown): void {
  if (outcome instanceof Error) {
    expect(outcome).toBeInstanceOf(NetServerError);
    expect((outcome as NetServerError).exceptionType).toMatch(refusals);
    return;
  }
  const output = answeredOf(operation, outcome);
  expect(absent(operation.output, output)).toEqual([]);
  expect(encodeResponse({ services, agent, operation: operation.name, output })).toContain(operation.output.xml.name);
}

const cases = Object.entries(contract.agents).flatMap(([name, agent]) =>
  Object.values(agent.operations).map((operation) => ({ agent: name as AgentName, operation })),
);

describe.each(cases)("$agent/$operation.name", ({ agent, operation }) => {
  test("is implemented", () => {
    expect(netServer.implements(agent, operation.name as never)).toBe(true);
  });

  test("answers what it promises, or refuses without storing anything, whatever it is given", async () => {
    await fc.assert(
      fc.asyncProperty(arbitrary(operation.input), async (input) => {
        const before = stored();
        const outcome = await outcomeOf(agent, operation, input);
        check(agent, operation, outcome);
        if (outcome instanceof Error || operation.effect === "read") expect(stored()).toBe(before);
      }),
      { numRuns: propertyRuns(25) },
    );
  });

  const hasInput = Object.keys(operation.input.xml.members).length > 0;
  test.runIf(hasInput)("survives what no schema allows", async () => {
    await fc.assert(
      fc.asyncProperty(invalidArbitrary(operation.input), async ({ value }) => {
        const before = stored();
        const outcome = await outcomeOf(agent, operation, value);
        check(agent, operation, outcome);
        if (outcome instanceof Error) expect(stored()).toBe(before);
      }),
      { numRuns: propertyRuns(25) },
    );
  });
});
