import type { ErpActorType } from "../agents/erp-sync/actor-type.ts";
import type { FieldMetadata } from "../agents/erp-sync/field-metadata.ts";
import type { QuoteStatus } from "../agents/erp-sync/plugin-response.ts";

/** A connector's answer to a call: whether the work was done and, if not, why. */
export interface ConnectorAnswer {
  readonly IsOk: boolean;
  /** The degree of success. Left out, it is `Ok` or `Error`, as `IsOk` says. */
  readonly Status?: QuoteStatus;
  /** For the user, who may read several languages: `NO:"Nei";US:"No"`. */
  readonly UserExplanation?: string | null;
  /** For an administrator, in English. */
  readonly TechExplanation?: string | null;
  /**
   * The connector's own code. `missingConfiguration` has a meaning; the other two codes of SuperOffice's connectors,
   * `UNKOWN_FIELDKEY` and `UNKOWN_LISTITEM_ID` (spelled so), are told like any other.
   */
  readonly ErrorCode?: string | null;
}

/** An answer that carries what was asked for. `Value` may be missing only when `IsOk` is false. */
export interface ConnectorResult<T> extends ConnectorAnswer {
  readonly Value?: T;
}

/**
 * Values by field key, each encoded as `field-value.ts` says. Null and blank are the same; a field that an answer leaves
 * out is as it was.
 */
export type FieldValues = Readonly<Record<string, string | null>>;

/** A customer, supplier, person… in the ERP. Type and key together identify it within a connection. */
export interface ErpActor {
  readonly ActorType: ErpActorType;
  /** The ERP's primary key; blank only for an actor that is to be created. */
  readonly ErpKey: string;
  /** The time of the actor's last change, in a form of the connector's own: numbers, dates or texts that grow. */
  readonly LastModified: string;
  readonly ParentActorType?: ErpActorType | null;
  readonly ParentErpKey?: string | null;
  readonly FieldValues: FieldValues;
}

/** An item of one of the ERP's lists. */
export interface ErpListItem {
  readonly Key: string;
  readonly Name: string;
}

/** One criterion of an advanced search. All must hold. */
export interface SearchRestriction {
  readonly FieldKey: string;
  /** Such as `=`, `begins`, `contains`, `>`, `before`, `oneof`: what fits the field's type. */
  readonly Operator: string;
  readonly Values: readonly string[];
}

type Answered<T> = ConnectorResult<T> | Promise<ConnectorResult<T>>;

/**
 * The operations of SuperOffice's connector interface, by which an ERP is kept in step with the CRM. `connectionId` is the
 * connection's GUID. A failure is an answer with `IsOk` false. Errors that are thrown, timeouts and answers of the wrong
 * shape count as failures too, and are logged (`synchronization.log`): an error's message also goes to the caller, its stack
 * to the log alone. Fields of an actor that were not asked for are skipped. `signal` aborts when the caller no longer waits
 * for the answer.
 */
export interface ErpConnector {
  /** Returns the fields that configure a connection. */
  getConfigData(signal: AbortSignal): Answered<readonly FieldMetadata[]>;
  /** Tells whether a connection with this configuration would work. Stores nothing. */
  testConfigData(config: FieldValues, signal: AbortSignal): ConnectorAnswer | Promise<ConnectorAnswer>;
  /** Creates a connection or changes its configuration. */
  saveConnection(
    connectionId: string,
    config: FieldValues,
    signal: AbortSignal,
  ): ConnectorAnswer | Promise<ConnectorAnswer>;
  /** Tells whether a connection works. */
  testConnection(connectionId: string, signal: AbortSignal): ConnectorAnswer | Promise<ConnectorAnswer>;
  /** Deletes a connection, which is no longer used. */
  deleteConnection(connectionId: string, signal: AbortSignal): ConnectorAnswer | Promise<ConnectorAnswer>;
  getSupportedActorTypes(connectionId: string, signal: AbortSignal): Answered<readonly ErpActorType[]>;
  getSupportedActorTypeFields(
    connectionId: string,
    actorType: ErpActorType,
    signal: AbortSignal,
  ): Answered<readonly FieldMetadata[]>;
  /** Returns actors by their keys. Keys without an actor are left out. */
  getActors(
    connectionId: string,
    actorType: ErpActorType,
    erpKeys: readonly string[],
    fieldKeys: readonly string[],
    signal: AbortSignal,
  ): Answered<readonly ErpActor[]>;
  /** Returns the actors in which a text occurs. */
  searchActors(
    connectionId: string,
    actorType: ErpActorType,
    text: string,
    fieldKeys: readonly string[],
    signal: AbortSignal,
  ): Answered<readonly ErpActor[]>;
  /** Creates an actor, and returns it with its key. */
  createActor(connectionId: string, actor: ErpActor, signal: AbortSignal): Answered<ErpActor>;
  /** Changes the given fields of existing actors, and returns the actors. */
  saveActors(connectionId: string, actors: readonly ErpActor[], signal: AbortSignal): Answered<readonly ErpActor[]>;
  /** Returns all items of a list, in the order to show them in. */
  getList(connectionId: string, listName: string, signal: AbortSignal): Answered<readonly ErpListItem[]>;
  /** Returns items of a list by their keys. */
  getListItems(
    connectionId: string,
    listName: string,
    keys: readonly string[],
    signal: AbortSignal,
  ): Answered<readonly ErpListItem[]>;
  /** Returns the actors that were changed at or after a `LastModified`; all of them when it is blank. */
  getActorsByTimestamp(
    connectionId: string,
    lastModified: string,
    actorType: ErpActorType,
    fieldKeys: readonly string[],
    signal: AbortSignal,
  ): Answered<readonly ErpActor[]>;
  /** Returns the keys of the fields that an advanced search may use; none when there is no such search. */
  getSearchableFields(connectionId: string, actorType: ErpActorType, signal: AbortSignal): Answered<readonly string[]>;
  /** Returns the actors that meet all criteria. */
  searchActorsAdvanced(
    connectionId: string,
    actorType: ErpActorType,
    restrictions: readonly SearchRestriction[],
    fieldKeys: readonly string[],
    signal: AbortSignal,
  ): Answered<readonly ErpActor[]>;
}

/**
 * The `ErrorCode` of a connector that has no configuration for a connection: SuperOffice's own,
 * `ResponseErrorCodes.UNKNOWN_CONNECTION_ID`. The connector gets the configuration again, and the call a second time.
 */
export const missingConfiguration = "UNKNOWN_CONNECTION_ID";

/** Returns true for `missingConfiguration`, and for `MissingConfiguration`, which this project's connectors answered before. */
export function saysMissingConfiguration(errorCode: string): boolean {
  return errorCode === missingConfiguration || errorCode === "MissingConfiguration";
}
