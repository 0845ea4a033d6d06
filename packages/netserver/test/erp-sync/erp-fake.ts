import type { ErpActor, ErpActorType, ErpConnector, FieldMetadata } from "@superoffice-soap/schema";
import type { NetServer, Schedule } from "../../src/index.ts";
import { type Caller, callerOf } from "../callers.ts";

/** An ERP in memory whose connector can be made to fail, hang or lie, one method at a time. */
export interface FakeErp {
  readonly connector: ErpConnector;
  readonly actors: Map<string, ErpActor>;
  readonly configurations: Map<string, unknown>;
  /** The calls so far, in order. */
  readonly calls: string[];
  /** Replaces methods until they are replaced again. */
  replace(methods: Partial<ErpConnector>): void;
  put(actor: Partial<ErpActor> & { ErpKey: string }): void;
}

export const field = (FieldKey: string, more: FieldMetadata = {}): FieldMetadata => ({
  FieldKey,
  DisplayName: FieldKey,
  FieldType: "Text",
  Access: "Normal",
  ...more,
});

export function createFakeErp(fields: readonly FieldMetadata[] = [field("NAME"), field("VATNO")]): FakeErp {
  const actors = new Map<string, ErpActor>();
  const configurations = new Map<string, unknown>();
  const calls: string[] = [];
  let stamp = 0;
  let key = 0;
  const put: FakeErp["put"] = ({ ErpKey, ...actor }) => {
    stamp += 1;
    const known = actors.get(ErpKey);
    const FieldValues = { ...known?.FieldValues, ...actor.FieldValues };
    actors.set(ErpKey, { ActorType: "Customer", ...known, ...actor, ErpKey, LastModified: String(stamp), FieldValues });
  };
  const of = (type: ErpActorType) => [...actors.values()].filter(({ ActorType }) => ActorType === type);
  const some = (found: readonly ErpActor[], keys: readonly string[]) =>
    found.map((actor) => ({
      ...actor,
      FieldValues: Object.fromEntries(keys.map((one) => [one, actor.FieldValues[one] ?? ""])),
    }));
  const real: ErpConnector = {
    getConfigData: () => ({ IsOk: true, Value: [field("SERVER")] }),
    testConfigData: () => ({ IsOk: true }),
    saveConnection(id, config) {
      configurations.set(id, config);
      return { IsOk: true };
    },
    testConnection: () => ({ IsOk: true }),
    deleteConnection(id) {
      configurations.delete(id);
      return { IsOk: true };
    },
    getSupportedActorTypes: () => ({ IsOk: true, Value: ["Customer"] }),
    getSupportedActorTypeFields: () => ({ IsOk: true, Value: fields }),
    getActors: (_id, type, keys, fieldKeys) => ({
      IsOk: true,
      Value: some(
        of(type).filter(({ ErpKey }) => keys.includes(ErpKey)),
        fieldKeys,
      ),
    }),
    searchActors: () => ({ IsOk: true, Value: [] }),
    createActor(_id, actor) {
      key += 1;
      put({ ...actor, ErpKey: `C${key}` });
      return { IsOk: true, Value: actors.get(`C${key}`)! };
    },
    saveActors(_id, changed) {
      for (const actor of changed) put(actor);
      return { IsOk: true, Value: changed.map(({ ErpKey }) => actors.get(ErpKey)!) };
    },
    getList: () => ({ IsOk: true, Value: [] }),
    getListItems: () => ({ IsOk: true, Value: [] }),
    getActorsByTimestamp: (_id, since, type, fieldKeys) => ({
      IsOk: true,
      Value: some(
        of(type).filter(({ LastModified }) => Number(LastModified) >= Number(since)),
        fieldKeys,
      ),
    }),
    getSearchableFields: () => ({ IsOk: true, Value: [] }),
    searchActorsAdvanced: () => ({ IsOk: true, Value: [] }),
  };
  let replaced: Partial<ErpConnector> = {};
  const connector = new Proxy(real, {
    get(target, name: keyof ErpConnector) {
      calls.push(name);
      return replaced[name] ?? target[name];
    },
  });
  return {
    connector,
    actors,
    configurations,
    calls,
    put,
    replace(methods) {
      replaced = methods;
    },
  };
}

/** A connection to a fake ERP, which must be among the server's connectors at `test://erp`. */
export async function connectFake(netServer: NetServer): Promise<{ call: Caller<"ErpSync">; ErpConnectionId: number }> {
  const call = await callerOf(netServer, "ErpSync");
  const connector = await call("SaveErpSyncConnectorEntity", {
    ErpSyncConnectorEntity: { DisplayName: "Fake", URL: "test://erp" },
  });
  const saved = await call("SaveConnection", {
    Connection: {
      ErpConnectorId: connector?.ErpConnectorId ?? 0,
      DisplayName: "Fake",
      AllAccess: true,
      ConfigFields: { SERVER: "one" },
    },
  });
  return { call, ErpConnectionId: saved?.ErpConnectionId ?? 0 };
}

/** A promise that never settles. */
export const never = () => new Promise<never>(() => undefined);

/**
 * Timers for connectors' time limits that run out when a connector's method is `exceeds`, and never otherwise: how busy
 * the machine is ends no call of a connector that works.
 */
export function createTimeLimits(): { readonly schedule: Schedule; readonly exceeds: () => Promise<never> } {
  const pending = new Set<() => void>();
  return {
    schedule(work) {
      pending.add(work);
      return () => pending.delete(work);
    },
    exceeds() {
      // A limit starts right before the method is called, so the newest one is this call's.
      const runOut = [...pending].at(-1);
      setImmediate(() => runOut?.());
      return never();
    },
  };
}
