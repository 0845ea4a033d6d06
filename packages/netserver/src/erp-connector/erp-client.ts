import type { ErpActorType, FieldMetadata } from "@superoffice-soap/schema";
import {
  type ConnectorAnswer,
  type ErpActor,
  type ErpConnector,
  type ErpListItem,
  type FieldValues,
  saysMissingConfiguration,
} from "@superoffice-soap/schema";
import { type ConnectorCalls, callConnector } from "./call-connector.ts";
import { ConnectorError } from "./connector-error.ts";
import type { Redact } from "./redactor.ts";
import {
  type ActorsAnswer,
  actorOf,
  actorsOf,
  actorTypesOf,
  listOf,
  noActors,
  type OnSkipped,
  type Read,
  readFields,
  readKey,
  readListItem,
  readOk,
  readValue,
  unknownKey,
} from "./validate-answer.ts";

/** A client of one connection's ERP, through its connector. Every call rejects with `ConnectorError` when it fails. */
export interface ErpClient {
  save(config: FieldValues): Promise<void>;
  test(): Promise<void>;
  remove(): Promise<void>;
  actorTypes(): Promise<readonly ErpActorType[]>;
  fields(actorType: ErpActorType): Promise<readonly FieldMetadata[]>;
  searchableFields(actorType: ErpActorType): Promise<readonly string[]>;
  /** Finds an actor by key; `undefined` when there is none. */
  actor(actorType: ErpActorType, key: string, fieldKeys: readonly string[]): Promise<ErpActor | undefined>;
  /** Finds the existing ones of the requested actors. */
  actors(actorType: ErpActorType, keys: readonly string[], fieldKeys: readonly string[]): Promise<ActorsAnswer>;
  changedSince(lastModified: string, actorType: ErpActorType, fieldKeys: readonly string[]): Promise<ActorsAnswer>;
  createActor(actor: ErpActor): Promise<ErpActor>;
  saveActor(actor: ErpActor): Promise<ErpActor>;
  list(name: string): Promise<readonly ErpListItem[]>;
}

/** The options of a client for one connection. */
export interface ClientOptions {
  readonly connector: ErpConnector;
  /** The connection's GUID. */
  readonly connectionId: string;
  readonly calls: ConnectorCalls;
  /** Reads the stored configuration, for a connector that lost it. */
  readonly storedConfig: () => Promise<FieldValues>;
  /** Creates the function that removes passwords from the connector's words: the stored ones, and those just sent. */
  readonly redactor: (sent: readonly FieldValues[]) => Promise<Redact>;
  /** Receives a note on surplus content of answers, once each. */
  readonly onSkipped: (operation: keyof ErpConnector, what: string) => void;
  /** Receives every successful answer that carries a message. */
  readonly notice?: ((answer: ConnectorAnswer) => void) | undefined;
}

/** Creates a client that validates every answer and gives every call a timeout. */
export function createErpClient(options: ClientOptions): ErpClient {
  const { connector, connectionId, calls } = options;
  const skipped = new Set<string>();
  const sent: FieldValues[] = [];
  const save = async (config: FieldValues) => {
    sent.push(config);
    await once("saveConnection", (signal) => connector.saveConnection(connectionId, config, signal), nothing);
  };

  async function ask<T>(
    operation: keyof ErpConnector,
    work: (signal: AbortSignal) => unknown,
    read: (answer: unknown) => T,
  ): Promise<T> {
    try {
      return await once(operation, work, read);
    } catch (error) {
      if (!(error instanceof ConnectorError) || !saysMissingConfiguration(error.errorCode)) throw error;
      // The configuration sent last may not be stored yet.
      await save(sent.at(-1) ?? (await options.storedConfig()));
      return once(operation, work, read);
    }
  }

  async function once<T>(
    operation: keyof ErpConnector,
    work: (signal: AbortSignal) => unknown,
    read: (answer: unknown) => T,
  ): Promise<T> {
    const redactor = () => options.redactor(sent);
    let remark: ConnectorAnswer | undefined;
    const readRemark = (answer: unknown) => {
      const said = readOk(answer);
      if ((said.Status ?? "Ok") !== "Ok") remark = said;
      return read(answer);
    };
    try {
      return await callConnector(calls, { connector, operation, work, read: readRemark, redactor });
    } finally {
      if (remark !== undefined) options.notice?.(redactedAnswer(remark, await redactor()));
    }
  }

  function skippedIn(operation: keyof ErpConnector): OnSkipped {
    return (what) => {
      if (skipped.has(what) || skipped.size >= maxSkipped) return;
      skipped.add(what);
      options.onSkipped(operation, what);
      options.notice?.({ IsOk: true, Status: "Warning", TechExplanation: `${what}. It is skipped.` });
    };
  }

  async function actors(actorType: ErpActorType, keys: readonly string[], fieldKeys: readonly string[]) {
    if (keys.length === 0) return noActors;
    const answer = await ask(
      "getActors",
      (signal) => connector.getActors(connectionId, actorType, keys, fieldKeys, signal),
      valueBy(actorsOf(actorType, fieldKeys, skippedIn("getActors"))),
    );
    return onlyExpected(answer, keys);
  }

  return {
    save,
    async test() {
      await ask("testConnection", (signal) => connector.testConnection(connectionId, signal), nothing);
    },
    async remove() {
      // A connector that lost its configuration must not get it again just to delete it.
      await once("deleteConnection", (signal) => connector.deleteConnection(connectionId, signal), nothing);
    },
    actorTypes: () =>
      ask(
        "getSupportedActorTypes",
        (signal) => connector.getSupportedActorTypes(connectionId, signal),
        valueBy(actorTypesOf(skippedIn("getSupportedActorTypes"))),
      ),
    fields: (actorType) =>
      ask(
        "getSupportedActorTypeFields",
        (signal) => connector.getSupportedActorTypeFields(connectionId, actorType, signal),
        valueBy(readFields),
      ),
    searchableFields: (actorType) =>
      ask(
        "getSearchableFields",
        (signal) => connector.getSearchableFields(connectionId, actorType, signal),
        valueBy(listOf(readKey, (key) => key)),
      ),
    async actor(actorType, key, fieldKeys) {
      const { actors: found, refused } = await actors(actorType, [key], fieldKeys);
      const failure = refused.get(key) ?? refused.get(unknownKey);
      if (failure !== undefined && !found.has(key)) throw failure;
      return found.get(key);
    },
    actors,
    changedSince: (lastModified, actorType, fieldKeys) =>
      ask(
        "getActorsByTimestamp",
        (signal) => connector.getActorsByTimestamp(connectionId, lastModified, actorType, fieldKeys, signal),
        valueBy(actorsOf(actorType, fieldKeys, skippedIn("getActorsByTimestamp"))),
      ),
    createActor: (actor) =>
      ask("createActor", (signal) => connector.createActor(connectionId, actor, signal), valueBy(changedActor(actor))),
    async saveActor(actor) {
      const [saved] = await ask(
        "saveActors",
        (signal) => connector.saveActors(connectionId, [actor], signal),
        valueBy(listOf(changedActor(actor), ({ ErpKey }) => ErpKey)),
      );
      if (saved === undefined) throw new ConnectorError({ TechExplanation: "The connector answered no saved actor." });
      return expected(saved, [actor.ErpKey]);
    },
    list: (name) =>
      ask(
        "getList",
        (signal) => connector.getList(connectionId, name, signal),
        valueBy(listOf(readListItem, ({ Key }) => Key)),
      ),
  };
}

/** Limits the notes: an answer may have any number of unknown fields. */
const maxSkipped = 100;

function redactedAnswer(answer: ConnectorAnswer, redact: Redact): ConnectorAnswer {
  const { UserExplanation, TechExplanation } = answer;
  return {
    ...answer,
    UserExplanation: redact(UserExplanation ?? ""),
    TechExplanation: redact(TechExplanation ?? ""),
  };
}

function nothing(): void {}

function valueBy<T>(read: Read<T>): (answer: unknown) => T {
  return (answer) => readValue(answer, read);
}

// A connector may return all of an actor's fields; only its key and stamp are used.
function changedActor({ ActorType }: ErpActor): Read<ErpActor> {
  return (value, where) => {
    const { FieldValues: _, ...actor } = Object(value) as Record<string, unknown>;
    return actorOf(ActorType, [], nothing)({ ...actor, FieldValues: {} }, where);
  };
}

function expected(actor: ErpActor, keys: readonly string[]): ErpActor {
  if (keys.includes(actor.ErpKey)) return actor;
  throw unexpected(actor.ErpKey);
}

/** Drops actors that were not requested, which may stand in for others. */
function onlyExpected({ actors, refused }: ActorsAnswer, keys: readonly string[]): ActorsAnswer {
  const asked = new Set(keys);
  const other = [...actors.keys(), ...refused.keys()].find((key) => key !== unknownKey && !asked.has(key));
  if (other === undefined) return { actors, refused };
  return {
    actors: new Map([...actors].filter(([key]) => asked.has(key))),
    refused: new Map([[unknownKey, refused.get(other) ?? unexpected(other)], ...refused]),
  };
}

function unexpected(key: string): ConnectorError {
  return new ConnectorError({
    UserExplanation: "The connector's answer cannot be understood.",
    TechExplanation: `The connector answered actor ${JSON.stringify(key.slice(0, 80))}, which was not asked for.`,
    ErrorCode: "InvalidAnswer",
  });
}
