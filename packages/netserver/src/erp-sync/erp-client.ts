import type { ErpActorType, FieldMetadata } from "@superoffice-soap/schema";
import {
  actorOf,
  listOf,
  type Read,
  readActorType,
  readField,
  readKey,
  readListItem,
  readOk,
  readValue,
} from "./connector-answer.ts";
import { type ConnectorLimits, callConnector } from "./connector-call.ts";
import { ConnectorFailure } from "./connector-failure.ts";
import {
  type ConnectorAnswer,
  type ErpActor,
  type ErpConnector,
  type ErpListItem,
  type FieldValues,
  missingConfiguration,
} from "./erp-connector.ts";

/** One connection's ERP, seen through its connector. Every call rejects with `ConnectorFailure` when it fails. */
export interface ErpClient {
  save(config: FieldValues): Promise<void>;
  test(): Promise<void>;
  remove(): Promise<void>;
  actorTypes(): Promise<readonly ErpActorType[]>;
  fields(actorType: ErpActorType): Promise<readonly FieldMetadata[]>;
  searchableFields(actorType: ErpActorType): Promise<readonly string[]>;
  /** The actors that there are of those asked for, by key. */
  actors(
    actorType: ErpActorType,
    keys: readonly string[],
    fieldKeys: readonly string[],
  ): Promise<ReadonlyMap<string, ErpActor>>;
  changedSince(
    lastModified: string,
    actorType: ErpActorType,
    fieldKeys: readonly string[],
  ): Promise<readonly ErpActor[]>;
  createActor(actor: ErpActor): Promise<ErpActor>;
  saveActor(actor: ErpActor): Promise<ErpActor>;
  list(name: string): Promise<readonly ErpListItem[]>;
}

/** What a client needs to know of its connection. */
export interface ClientOptions {
  readonly connector: ErpConnector;
  /** The connection's GUID. */
  readonly connectionId: string;
  readonly limits: ConnectorLimits;
  /** The configuration as it is stored, for a connector that lost it. */
  readonly storedConfig: () => Promise<FieldValues>;
  /** Told of every answer that went well but has something to say. */
  readonly notice?: ((answer: ConnectorAnswer) => void) | undefined;
}

/** The ERP that a connection reaches, with every answer checked and every call limited in time. */
export function createErpClient(options: ClientOptions): ErpClient {
  const { connector, connectionId, limits } = options;
  const save = async (config: FieldValues) => {
    readOk(await callConnector(limits, (signal) => connector.saveConnection(connectionId, config, signal)));
  };

  async function ask<T>(work: (signal: AbortSignal) => unknown, read: (answer: unknown) => T): Promise<T> {
    try {
      return await once(work, read);
    } catch (error) {
      if (!(error instanceof ConnectorFailure) || error.errorCode !== missingConfiguration) throw error;
      await save(await options.storedConfig());
      return once(work, read);
    }
  }

  async function once<T>(work: (signal: AbortSignal) => unknown, read: (answer: unknown) => T): Promise<T> {
    const answer = await callConnector(limits, work);
    const { Status = "Ok", ...said } = readOk(answer);
    if (Status !== "Ok") options.notice?.({ Status, ...said });
    return read(answer);
  }

  const actorsIn = (actorType: ErpActorType, fieldKeys: readonly string[]) =>
    listOf(actorOf(actorType, fieldKeys), ({ ErpKey }) => ErpKey);

  return {
    save,
    async test() {
      await ask((signal) => connector.testConnection(connectionId, signal), readOk);
    },
    async remove() {
      await ask((signal) => connector.deleteConnection(connectionId, signal), readOk);
    },
    actorTypes: () =>
      ask(
        (signal) => connector.getSupportedActorTypes(connectionId, signal),
        valueBy(listOf(readActorType, (type) => type)),
      ),
    fields: (actorType) =>
      ask(
        (signal) => connector.getSupportedActorTypeFields(connectionId, actorType, signal),
        valueBy(listOf(readField, ({ FieldKey }) => FieldKey ?? "")),
      ),
    searchableFields: (actorType) =>
      ask(
        (signal) => connector.getSearchableFields(connectionId, actorType, signal),
        valueBy(listOf(readKey, (key) => key)),
      ),
    async actors(actorType, keys, fieldKeys) {
      if (keys.length === 0) return new Map();
      const found = await ask(
        (signal) => connector.getActors(connectionId, actorType, keys, fieldKeys, signal),
        valueBy(actorsIn(actorType, fieldKeys)),
      );
      return new Map(found.map((actor) => [expected(actor, keys).ErpKey, actor]));
    },
    changedSince: (lastModified, actorType, fieldKeys) =>
      ask(
        (signal) => connector.getActorsByTimestamp(connectionId, lastModified, actorType, fieldKeys, signal),
        valueBy(actorsIn(actorType, fieldKeys)),
      ),
    createActor: (actor) =>
      ask((signal) => connector.createActor(connectionId, actor, signal), valueBy(changedActor(actor))),
    async saveActor(actor) {
      const [saved] = await ask(
        (signal) => connector.saveActors(connectionId, [actor], signal),
        valueBy(listOf(changedActor(actor), ({ ErpKey }) => ErpKey)),
      );
      if (saved === undefined)
        throw new ConnectorFailure({ TechExplanation: "The connector answered no saved actor." });
      return expected(saved, [actor.ErpKey]);
    },
    list: (name) =>
      ask((signal) => connector.getList(connectionId, name, signal), valueBy(listOf(readListItem, ({ Key }) => Key))),
  };
}

function valueBy<T>(read: Read<T>): (answer: unknown) => T {
  return (answer) => readValue(answer, read);
}

// A connector may answer all of an actor's fields, of which only its key and stamp are used.
function changedActor({ ActorType }: ErpActor): Read<ErpActor> {
  return (value, where) => {
    const { FieldValues: _, ...actor } = Object(value) as Record<string, unknown>;
    return actorOf(ActorType, [])({ ...actor, FieldValues: {} }, where);
  };
}

function expected(actor: ErpActor, keys: readonly string[]): ErpActor {
  if (keys.includes(actor.ErpKey)) return actor;
  throw new ConnectorFailure({
    UserExplanation: "The connector's answer cannot be understood.",
    TechExplanation: `The connector answered actor ${JSON.stringify(actor.ErpKey.slice(0, 80))}, which was not asked for.`,
    ErrorCode: "InvalidAnswer",
  });
}
