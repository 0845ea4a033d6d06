import fc from "fast-check";
import { expect, test } from "vitest";
import { propertyRuns } from "../../../../test-support/property-runs.ts";
import { createNetServer, type NetServer } from "../../src/index.ts";
import { type Caller, callerOf } from "../callers.ts";
import { linkCustomer, mapCustomers } from "./erp-demo.ts";

const companies = ["Demo Company", "Second Company"] as const;
const records = [2, 3] as const;
const keys = ["10001", "10002"] as const;

const fields = ["NAME", "VATNO", "PHONE", "DEPARTMENT"] as const;

/** The fields that each connection maps: two that the other one maps too, and one of its own. */
const fieldKeys = [
  ["NAME", "VATNO", "PHONE"],
  ["NAME", "VATNO", "DEPARTMENT"],
] as const;

interface Direction {
  readonly SyncToCrm: boolean;
  readonly SyncToErp: boolean;
}

/** Values by field key, of a record or an actor. */
type Values = Record<string, string>;

interface ModelConnection {
  readonly id: number;
  readonly directions: Record<string, Direction>;
  readonly actors: ReadonlyMap<string, Values>;
  /** By record: the actor, and what its fields and the record's agreed on last. */
  readonly links: Map<number, { readonly key: string; readonly agreed: Values }>;
  isActive: boolean;
}

/** Two ERPs and a CRM, as simple as can be: no marks, no pages, no stores, and texts only. */
interface Model {
  readonly crm: ReadonlyMap<number, Values>;
  readonly connections: readonly [ModelConnection, ModelConnection];
  ranks: readonly number[];
}

function placeIn(ranks: readonly number[], id: number): number {
  if (ranks.includes(id)) return ranks.indexOf(id);
  return id === 0 ? ranks.length : ranks.length + 1;
}

function syncModel({ crm, connections, ranks }: Model): void {
  const strength = new Map<string, number>();
  const byPlace = [...connections].sort((one, other) => placeIn(ranks, one.id) - placeIn(ranks, other.id));
  for (const { id, isActive, links, actors, directions } of byPlace) {
    const place = placeIn(ranks, id);
    for (const [recordId, { key, agreed }] of isActive ? links : []) {
      const [record, actor] = [crm.get(recordId)!, actors.get(key)!];
      for (const [field, direction] of Object.entries(directions)) {
        const isErpStronger = place < (strength.get(`${recordId} ${field}`) ?? placeIn(ranks, 0));
        const to = targetOf([record[field]!, actor[field]!, agreed[field]], direction, isErpStronger);
        if (to === "crm") strength.set(`${recordId} ${field}`, place);
        if (to === "crm") record[field] = actor[field]!;
        if (to === "erp") actor[field] = record[field]!;
        const isLookedAt = direction.SyncToCrm || direction.SyncToErp;
        if (isLookedAt && record[field] === actor[field]) agreed[field] = record[field]!;
      }
    }
  }
}

type Target = "crm" | "erp" | "neither";

function targetOf(
  [crm, erp, agreed]: readonly [string, string, string | undefined],
  { SyncToCrm, SyncToErp }: Direction,
  isErpStronger: boolean,
): Target {
  const toCrm: Target = SyncToCrm ? "crm" : "neither";
  const toErp: Target = SyncToErp ? "erp" : "neither";
  if (crm === erp) return "neither";
  if (crm === (agreed ?? "")) return toCrm;
  if (erp === (agreed ?? "")) return toErp;
  const [first, second] = isErpStronger ? [toCrm, toErp] : [toErp, toCrm];
  return first === "neither" ? second : first;
}

/** The world that a step changes: a server and its model alike. */
interface Both {
  readonly model: Model;
  readonly server: NetServer;
  readonly call: Caller<"ErpSync">;
}

/** A step that a user may take. */
type Step = (to: Both) => Promise<unknown>;

/** Steps of a kind, which a failed run tells by their names. */
function stepsOf<T>(name: string, details: fc.Arbitrary<T>, take: (to: Both, detail: T) => Promise<unknown>) {
  return details.map((detail): Step => {
    const step = (to: Both) => take(to, detail);
    return Object.assign(step, { [fc.toStringMethod]: () => `${name} ${fc.stringify(detail)}` });
  });
}

// Many changes to one link find more faults than one change to many links.
const anyRecord = fc.constantFrom(records[0], records[0], records[0], records[1]);
const anyKey = fc.constantFrom(keys[0], keys[0], keys[0], keys[1]);
const connection = fc.constantFrom(0, 1);
// Both sides must have a name.
const change = fc
  .record({ field: fc.constantFrom(...fields), value: fc.constantFrom("", "a", "b") })
  .map(({ field, value }) => ({ [field]: field === "NAME" ? value || "a" : value }));

const changeRecord = stepsOf(
  "changeRecord",
  fc.record({ id: anyRecord, values: change }),
  ({ model, server }, { id, values }) => {
    Object.assign(model.crm.get(id)!, values);
    return server.records.change("Contact", id, values);
  },
);

const changeActor = stepsOf(
  "changeActor",
  fc.record({ at: connection, ErpKey: anyKey, FieldValues: change }),
  ({ model, server }, { at, ...entry }) => {
    Object.assign(model.connections[at]!.actors.get(entry.ErpKey)!, entry.FieldValues);
    return server.erp.save({ ActorType: "Customer", ...entry }, companies[at]);
  },
);

const direct = stepsOf(
  "direct",
  fc
    .record({ at: connection, field: fc.constantFrom(1, 2), SyncToCrm: fc.boolean(), SyncToErp: fc.boolean() })
    // A field that two connections map cannot go to the CRM only.
    .filter(({ field, SyncToCrm, SyncToErp }) => field === 2 || SyncToErp || !SyncToCrm),
  ({ model, call }, { at, field, ...direction }) => {
    const ErpFieldKey = fieldKeys[at]![field]!;
    model.connections[at]!.directions[ErpFieldKey] = direction;
    return mapCustomers(call, at + 1, [{ ErpFieldKey, ...direction }]);
  },
);

const link = stepsOf(
  "link",
  fc.record({ at: connection, id: anyRecord, key: anyKey }),
  async ({ model, call }, { at, id, key }) => {
    const { links } = model.connections[at]!;
    const isFree = !links.has(id) && [...links.values()].every((one) => one.key !== key);
    if (isFree) links.set(id, { key, agreed: {} });
    expect(await linkCustomer(call, at + 1, id, key)).toBe(isFree);
  },
);

const unlink = stepsOf(
  "unlink",
  fc.record({ at: connection, CrmRecordId: anyRecord }),
  async ({ model, call }, { at, CrmRecordId }) => {
    const was = model.connections[at]!.links.delete(CrmRecordId);
    const link = { ErpConnectionId: at + 1, CrmRecordId, CrmActorType: "Contact" } as const;
    expect(await call("BreakActorLink", link)).toBe(was);
  },
);

const startOrStop = stepsOf("startOrStop", connection, async ({ model, call }, at) => {
  model.connections[at]!.isActive = !model.connections[at]!.isActive;
  expect(await call("ToggleErpConnectionActive", { ErpConnectionId: at + 1 })).toEqual([]);
});

const rank = stepsOf("rank", fc.constantFrom([1, 2, 0], [2, 1, 0], [1, 0], []), async ({ model, call }, ids) => {
  model.ranks = ids;
  expect(await call("SaveErpConnectionSyncPriorities", { ErpConnectionIds: [...ids] })).toBe(true);
});

const sync = stepsOf("sync", fc.constant(null), async ({ model, server, call }) => {
  syncModel(model);
  expect(await call("ForceSyncAll", {})).toMatchObject({ Status: "Ok" });
  expect(await valuesOf(server)).toEqual(valuesOfModel(model));
});

const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: changeRecord },
    { weight: 4, arbitrary: changeActor },
    { weight: 4, arbitrary: sync },
    { weight: 3, arbitrary: direct },
    { weight: 1, arbitrary: link },
    { weight: 1, arbitrary: unlink },
    { weight: 1, arbitrary: startOrStop },
    { weight: 1, arbitrary: rank },
  ),
  { maxLength: 60, size: "max" },
);

async function valuesOf(server: NetServer) {
  const only = (values: object) => Object.fromEntries(fields.map((field) => [field, Reflect.get(values, field) ?? ""]));
  const actors = await Promise.all(companies.map((company) => server.erp.actors("Customer", company)));
  return {
    crm: await Promise.all(records.map(async (id) => only((await server.records.read("Contact", id)) ?? {}))),
    erps: actors.map((found) =>
      found.filter(({ ErpKey }) => keys.includes(ErpKey as never)).map((one) => only(one.FieldValues)),
    ),
  };
}

function valuesOfModel({ crm, connections }: Model) {
  return { crm: [...crm.values()], erps: connections.map(({ actors }) => [...actors.values()]) };
}

/** Two connections, each to a company of the demo ERP, that hold what the CRM does, all of it linked. */
async function start(server: NetServer, call: Caller<"ErpSync">): Promise<Model> {
  const initial = { NAME: "a", VATNO: "", PHONE: "", DEPARTMENT: "" };
  for (const id of records) await server.records.change("Contact", id, initial);
  const directions = { SyncToCrm: true, SyncToErp: true };
  for (const [at, COMPANY] of companies.entries()) {
    for (const ErpKey of keys) {
      await server.erp.save({ ActorType: "Customer", ErpKey, FieldValues: initial }, COMPANY);
    }
    await call("SaveConnection", {
      Connection: { ErpConnectorId: 1, DisplayName: COMPANY, AllAccess: true, ConfigFields: { COMPANY } },
    });
    const unmapped = [{ ErpFieldKey: fieldKeys[1 - at]![2], CrmFieldKey: "" }];
    await mapCustomers(call, at + 1, unmapped);
    await mapCustomers(call, at + 1, unmapped, { IsActive: false, ActorTypeErp: "Supplier" });
    await mapCustomers(
      call,
      at + 1,
      fieldKeys[at]!.map((ErpFieldKey) => ({ ErpFieldKey, ...directions })),
    );
    expect(await call("ToggleErpConnectionActive", { ErpConnectionId: at + 1 })).toEqual([]);
    for (const [index, key] of keys.entries()) await linkCustomer(call, at + 1, records[index]!, key);
  }
  const connectionOf = (at: 0 | 1): ModelConnection => ({
    id: at + 1,
    directions: Object.fromEntries(fieldKeys[at].map((field) => [field, directions])),
    actors: new Map(keys.map((key) => [key, { ...initial }])),
    links: new Map(keys.map((key, index) => [records[index]!, { key, agreed: {} }])),
    isActive: true,
  });
  return {
    crm: new Map(records.map((id) => [id, { ...initial }])),
    connections: [connectionOf(0), connectionOf(1)],
    ranks: [],
  };
}

test("syncs do what a model does, whatever happens between them, and come to rest", async () => {
  const property = fc.asyncProperty(steps, async (taken) => {
    const server = await createNetServer();
    try {
      const call = await callerOf(server, "ErpSync");
      const model = await start(server, call);
      for (const step of taken) await step({ model, server, call });
      // A change in the ERP that is asked last gets to the other one in the run after.
      for (let run = 0; run < 2; run += 1) {
        syncModel(model);
        await call("ForceSyncAll", {});
      }
      const rested = await valuesOf(server);
      expect(rested).toEqual(valuesOfModel(model));
      const report = await call("ForceSyncAll", {});
      expect(report?.Changes?.UpdatedRecords).toEqual([]);
      expect(await valuesOf(server)).toEqual(rested);
    } finally {
      await server.close();
    }
  });
  await fc.assert(property, { numRuns: propertyRuns(40) });
});
