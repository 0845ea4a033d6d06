import { type AgentName, at, NetServerError } from "@superoffice-soap/schema";
import fc from "fast-check";
import { expect, test } from "vitest";
import { propertyRuns } from "../../../../test-support/property-runs.ts";
import type { NetServer, NetServerOptions } from "../../src/index.ts";
import { describeOnBothStores } from "../stores.ts";

const services = "Services88";
const now = new Date("2024-03-09T13:14:15.678Z");

/** Texts that an engine might compare, order, pad, fold or cut in a way of its own. */
const texts = [
  ["erp", "ERP", "erp  ", " erp", "ｅｒｐ", "ＥＲＰ", "e%p", "e_p"],
  ["æøå", "ÆØÅ", "straße", "STRASSE", "i", "ı", "İ", "é", "E\u0301", "ς", "Σ", "𐐨", "𐐀", "ﬃ", "FFI"],
  ["", " ", "\t", "\u00a0", "\r\n", "'\"\\", "\u0000", "\ud800"],
  ["d".repeat(31), "D".repeat(31), "d".repeat(32), "v".repeat(40), "V".repeat(41), `${"v".repeat(41)} `],
  ["k".repeat(239), "K".repeat(240), "a".repeat(254), "A".repeat(255), "v".repeat(478), "V".repeat(479)],
  ["ΐ".repeat(239), `${"😀".repeat(119)}a`, `${"😀".repeat(119)}ab`, `${"v".repeat(238)}😀`],
].flat();
const tables = ["contact", " CONTACT ", "person", "", "\t", "sequence", "nonsense"];
const records = [0, 0, 1, 2, -1, 2 ** 31 - 1, -(2 ** 31), 2 ** 31, 0.5];

const operations = (["ForeignSystem", "Relation"] as const).flatMap((agent) =>
  Object.keys(at(services).agents[agent].operations).map((name) => ({ agent, name })),
);
// Most calls have something to find only when much is saved.
const operation = fc.constantFrom(...operations, ...Array(9).fill({ agent: "ForeignSystem", name: "SaveForeignKey" }));

/** An id by its place among those that were answered before; 0 for none, and one too far for one that nothing has. */
const id = fc.nat({ max: 9 });
const record = fc.constantFrom(...records);
const table = fc.option(fc.constantFrom(...tables), { freq: 9 });
const relation = fc.record({
  RelationId: id,
  SourceContactId: fc.constantFrom(1, 1, 2, 99),
  SourcePersonId: fc.constantFrom(0, 0, 1, 3),
  DestinationContactId: fc.constantFrom(2, 2, 5),
  DestinationPersonId: fc.constantFrom(0, 0, 3),
  RelationDefinitionId: fc.constantFrom(1, 1, 2, 3, 99),
  Comment: fc.constantFrom(...texts),
  Reversed: fc.constantFrom(0, 1, -32_768),
});

/** A call with the arguments of all operations, of which each takes its own. */
function callsOf(few: readonly string[]) {
  const text = fc.option(fc.constantFrom(...few), { freq: 9 });
  const key = fc.record({ Key: text, Value: text, TableName: table, RecordId: record });
  const device = fc.record({ Name: text, DeviceIdentifier: text, ForeignDeviceId: id, ForeignAppId: id });
  const input = fc.record({
    ApplicationName: text,
    DeviceName: text,
    DeviceIdentifier: text,
    KeyName: text,
    KeyValue: text,
    TableName: table,
    RecordId: record,
    EntityType: table,
    EntityId: record,
    ForeignAppEntityId: id,
    ForeignDeviceId: id,
    ContactRelationEntityId: id,
    ForeignAppEntity: fc.record({ ForeignAppId: id, Name: text }),
    ForeignDevice: fc.option(device, { freq: 9 }),
    ForeignKey: fc.option(key, { freq: 20 }),
    ContactRelationEntity: relation,
  });
  return fc.array(fc.record({ operation, input }), { minLength: 20, maxLength: 60, size: "max" });
}

// Few texts, so that calls meet what others left.
const histories = fc
  .shuffledSubarray(texts, { minLength: 3, maxLength: 8 })
  .chain((few) => fc.record({ few: fc.constant(few), calls: callsOf(few) }));

/** The kind of thing that each id member identifies. */
const kinds: Readonly<Record<string, string>> = {
  ForeignAppId: "app",
  ForeignAppEntityId: "app",
  ForeignDeviceId: "device",
  RelationId: "relation",
  ContactRelationEntityId: "relation",
};

/** A server, and the ids that it gave: engines leave gaps between them as they like. */
class Side {
  readonly #netServer: NetServer;
  readonly #ticket: string;
  #ids = new Map<string, number[]>();

  constructor(netServer: NetServer, ticket: string) {
    this.#netServer = netServer;
    this.#ticket = ticket;
  }

  /** Describes a call's outcome, with placeholders for ids. */
  async outcome(agent: AgentName, name: string, input: object): Promise<string> {
    const meant: unknown = JSON.parse(JSON.stringify(input), (member, value) => this.#idAt(member, value));
    try {
      return this.#shown(await this.#call(agent, name, meant));
    } catch (error) {
      if (!(error instanceof NetServerError)) throw error;
      expect(error.exceptionType, error.message).not.toMatch(/\.So(?:DbAccess)?Exception$/);
      return `${error.exceptionType}: ${error.message.replace(/ id \d+/, " id")}`;
    }
  }

  /** Deletes the apps that calls with some names can have made. */
  async clear(names: readonly string[]): Promise<void> {
    for (const ApplicationName of names) {
      const found = this.#call("ForeignSystem", "GetAppByName", { ApplicationName });
      const app = (await found.catch(() => null)) as { readonly ForeignAppId: number } | null;
      const ForeignAppEntityId = app?.ForeignAppId ?? 0;
      await this.#call("ForeignSystem", "DeleteForeignAppEntity", { ForeignAppEntityId });
    }
    this.#ids = new Map();
  }

  #call(agent: AgentName, name: string, input: unknown): Promise<unknown> {
    // The operation is not known before the test runs.
    const call = this.#netServer.call as (...given: unknown[]) => Promise<unknown>;
    return call(agent, name, knownOf(agent, name, input), { services, ticket: this.#ticket });
  }

  #shown(answer: unknown): string {
    return JSON.stringify(answer, (member, value) => this.#placeOf(member, value)) ?? "nothing";
  }

  #idAt(member: string, value: unknown): unknown {
    const kind = kinds[member];
    if (kind === undefined || typeof value !== "number" || value === 0) return value;
    return this.#ids.get(kind)?.[value - 1] ?? 2 ** 31 - value;
  }

  #placeOf(member: string, value: unknown): unknown {
    const kind = kinds[member];
    if (kind === undefined || typeof value !== "number" || value === 0) return value;
    const ids = this.#ids.get(kind) ?? [];
    this.#ids.set(kind, ids);
    if (!ids.includes(value)) ids.push(value);
    return `${kind} ${ids.indexOf(value) + 1}`;
  }
}

const lenient: NetServerOptions = {
  answers: { overlongText: "truncate", emptyList: "nil", missingEntity: "exception" },
  foreignSystem: {
    comparison: "ordinal",
    unknownTable: "store-as-0",
    recordWithoutTable: "ignore",
    emptyIdentifierMatchesAny: true,
    maxValueLength: 239,
    longValues: "chained",
  },
};

describeOnBothStores("whatever is called", (stores) => {
  test.each([
    { name: "the defaults", options: {} },
    { name: "options that let more through", options: lenient },
  ])("the answers are the same, with $name", async ({ options }) => {
    const sides = await Promise.all(
      stores.map(async ({ netServer }) => {
        const server = await netServer({ ...options, clock: () => now });
        return new Side(server, await server.issueTicket("ADM0"));
      }),
    );
    const property = fc.asyncProperty(histories, async ({ few, calls }) => {
      await Promise.all(sides.map((side) => side.clear(few)));
      for (const { operation, input } of calls) {
        const { agent, name } = operation;
        const [sqlite, postgres] = await Promise.all(sides.map((side) => side.outcome(agent, name, input)));
        expect(postgres, name).toBe(sqlite);
      }
    });
    // A difference is reported before the test runs out of time to make it smaller.
    await fc.assert(property, { numRuns: propertyRuns(30), interruptAfterTimeLimit: 300_000 });
  });
});

/** Returns an input with the members alone that are parameters of the operation. */
function knownOf(agent: AgentName, name: string, input: unknown): unknown {
  if (typeof input !== "object" || input === null) return input;
  // An operation's input is an object schema.
  const schema = at(services).agents[agent].operations[name]?.input as { readonly properties?: object } | undefined;
  const known = schema?.properties ?? {};
  return Object.fromEntries(Object.entries(input).filter(([member]) => member in known));
}
