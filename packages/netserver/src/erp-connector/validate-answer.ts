import type { ConnectorAnswer, ErpActor, ErpListItem, FieldValues } from "@superoffice-soap/schema";
import {
  asXmlText,
  ErpActorType,
  FieldAccess,
  type FieldMetadata,
  FieldMetadataType,
  isXmlText,
  QuoteStatus,
  type Schema,
} from "@superoffice-soap/schema";
import { cut } from "../call/text-limit.ts";
import { ConnectorError, connectorErrorFrom } from "./connector-error.ts";

/** A reader of one part of a connector's answer. Throws `ConnectorError` when the part is invalid. */
export type Read<T> = (value: unknown, where: string) => T;

/** The size of the columns for connectors' names and descriptions. */
const maxTextLength = 254;

/**
 * Reads the part that every answer has. Throws `ConnectorError` for an invalid part, and when the connector reports
 * failure.
 */
export function readOk(answer: unknown): ConnectorAnswer {
  const { IsOk, Status, UserExplanation, TechExplanation, ErrorCode } = readObject(answer, "The answer");
  if (typeof IsOk !== "boolean") throw nonsense("The answer", "does not say whether it went well");
  const read: ConnectorAnswer = {
    IsOk,
    ...(Status === undefined ? {} : { Status: oneOf<QuoteStatus>(QuoteStatus)(Status, "Status") }),
    UserExplanation: optionalText(UserExplanation, "UserExplanation"),
    TechExplanation: optionalText(TechExplanation, "TechExplanation"),
    ErrorCode: optionalText(ErrorCode, "ErrorCode"),
  };
  if (!read.IsOk || read.Status === "Error") throw new ConnectorError(read);
  return read;
}

/** Reads the value of a successful answer. */
export function readValue<T>(answer: unknown, read: Read<T>): T {
  const { Value } = readObject(answer, "The answer");
  return read(Value, "Value");
}

/** Creates a reader for a list without duplicate keys. */
export function listOf<T>(read: Read<T>, keyOf: (item: T) => string): Read<T[]> {
  return (value, where) => {
    const items = itemsIn(value, where).map((item, index) => read(item, `${where}[${index}]`));
    const keys = new Set<string>();
    for (const item of items) {
      if (keys.has(keyOf(item))) throw nonsense(where, `has ${JSON.stringify(keyOf(item))} twice`);
      keys.add(keyOf(item));
    }
    return items;
  };
}

/** Returns the array's items; a hole is an item that is undefined. */
function itemsIn(value: unknown, where: string): unknown[] {
  if (!Array.isArray(value)) throw nonsense(where, "is no list");
  return Array.from(value);
}

/** Reads a text that identifies something. */
export const readKey: Read<string> = (value, where) => {
  const key = readText(value, where);
  if (key === "") throw nonsense(where, "is blank");
  if (key.length > maxTextLength) throw nonsense(where, `has more than ${maxTextLength} characters`);
  return key;
};

/** Creates a reader for actor types. Skips those that SuperOffice does not know: the connection works without them. */
export function actorTypesOf(onSkipped: OnSkipped): Read<ErpActorType[]> {
  const readTexts = listOf(readText, (type) => type);
  return (value, where) =>
    readTexts(value, where).flatMap((name) => {
      if (isActorType(name)) return name;
      onSkipped(`the actor type ${quotedKey(name)} is not known`);
      return [];
    });
}

function isActorType(name: string): name is ErpActorType {
  return ErpActorType.xml.kind === "enumeration" && ErpActorType.xml.literals.some((literal) => literal.name === name);
}

/** Quotes a connector's key for a message. */
function quotedKey(key: string): string {
  return JSON.stringify(asXmlText(cut(key, 80)));
}

/** Reads the description of a field, with defaults for what a connector may leave out. */
const readField: Read<FieldMetadata> = (value, where) => {
  const given = readObject(value, where);
  const { FieldKey, Rank, FieldType, MaxLength, Access = "Normal", ShowInSearch } = given;
  const short = (member: string) => cut(optionalText(given[member], `${where}.${member}`) ?? "", maxTextLength);
  return {
    FieldKey: readKey(FieldKey, `${where}.FieldKey`),
    Rank: readCount(Rank, `${where}.Rank`),
    DisplayName: short("DisplayName"),
    DisplayDescription: short("DisplayDescription"),
    FieldType: oneOf<FieldMetadataType>(FieldMetadataType)(FieldType, `${where}.FieldType`),
    ListName: short("ListName"),
    DefaultValue: short("DefaultValue"),
    MaxLength: readCount(MaxLength, `${where}.MaxLength`),
    Access: oneOf<FieldAccess>(FieldAccess)(Access, `${where}.Access`),
    ShowInSearch: ShowInSearch === true,
  };
};

/** Reads the descriptions of fields. */
export const readFields: Read<FieldMetadata[]> = listOf(readField, ({ FieldKey }) => FieldKey ?? "");

/** Reads an item of a list. */
export const readListItem: Read<ErpListItem> = (value, where) => {
  const { Key, Name } = readObject(value, where);
  return { Key: readKey(Key, `${where}.Key`), Name: readText(Name, `${where}.Name`) };
};

/** A listener for surplus content of an answer, which is not used. */
export type OnSkipped = (what: string) => void;

/**
 * Creates a reader for an actor with the requested fields. Surplus fields are skipped: a connector over table rows has
 * more. A key in another case counts as the requested one, unless that is present too.
 */
export function actorOf(actorType: ErpActorType, fieldKeys: readonly string[], onSkipped: OnSkipped): Read<ErpActor> {
  const asked = new Set(fieldKeys);
  const folded = new Map(fieldKeys.map((key) => [key.toLowerCase(), key]));
  const readValues = (value: unknown, where: string): FieldValues => {
    const given = readObject(value, where);
    const values = new Map<string, string | null>();
    for (const key of Object.keys(given)) {
      const own = asked.has(key) ? key : folded.get(key.toLowerCase());
      if (own === undefined || (own !== key && (Object.hasOwn(given, own) || values.has(own)))) {
        onSkipped(`${actorType} has the field ${quotedKey(key)}, which was not asked for`);
      } else values.set(own, optionalText(given[key], `${where}.${own}`));
    }
    return Object.fromEntries(values);
  };
  return (value, where) => {
    const { ActorType, ErpKey, LastModified, FieldValues } = readObject(value, where);
    if (ActorType !== actorType) throw nonsense(`${where}.ActorType`, `is not ${actorType}`);
    return {
      ActorType: actorType,
      ErpKey: readKey(ErpKey, `${where}.ErpKey`),
      LastModified: cut(readText(LastModified, `${where}.LastModified`), maxTextLength),
      FieldValues: readValues(FieldValues, `${where}.FieldValues`),
    };
  };
}

/** The actors of a list. An invalid one does not affect the others. */
export interface ActorsAnswer {
  /** By key. */
  readonly actors: ReadonlyMap<string, ErpActor>;
  /** The errors of unusable actors, by key; `unknownKey` for one without a key. */
  readonly refused: ReadonlyMap<string, ConnectorError>;
}

/** An answer without actors. */
export const noActors: ActorsAnswer = { actors: new Map(), refused: new Map() };

/** The key that stands for an actor without one. */
export const unknownKey = "";

/** Creates a reader for actors of a type, each read on its own as by `actorOf`. */
export function actorsOf(
  actorType: ErpActorType,
  fieldKeys: readonly string[],
  onSkipped: OnSkipped,
): Read<ActorsAnswer> {
  const readActor = actorOf(actorType, fieldKeys, onSkipped);
  return (value, where) => {
    const actors = new Map<string, ErpActor>();
    const refused = new Map<string, ConnectorError>();
    for (const [index, item] of itemsIn(value, where).entries()) {
      const actor = orFailure(() => readActor(item, `${where}[${index}]`));
      const key = actor instanceof ConnectorError ? keyIn(item) : actor.ErpKey;
      const isTwice = key !== unknownKey && (actors.has(key) || refused.has(key));
      if (isTwice) refused.set(key, nonsense(where, `has ${JSON.stringify(key)} twice`));
      else if (actor instanceof ConnectorError) refused.set(key, actor);
      else actors.set(key, actor);
    }
    for (const key of refused.keys()) actors.delete(key);
    return { actors, refused };
  };
}

function keyIn(actor: unknown): string {
  const key = orFailure(() => readKey(readObject(actor, "The actor").ErpKey, "ErpKey"));
  return key instanceof ConnectorError ? unknownKey : key;
}

function orFailure<T>(read: () => T): T | ConnectorError {
  try {
    return read();
  } catch (error) {
    return connectorErrorFrom(error, unreadable);
  }
}

/** Creates the error for an answer that throws when it is read: a connector's object may do so at any access. */
export function unreadable(cause: unknown): ConnectorError {
  return nonsense("The answer", "cannot be read", cause);
}

function readObject(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw nonsense(where, "is no object");
  // Checked above; its members are unknown.
  return value as Record<string, unknown>;
}

function readText(value: unknown, where: string): string {
  if (typeof value !== "string") throw nonsense(where, "is no text");
  if (!isXmlText(value)) throw nonsense(where, "has a character that XML cannot carry");
  return value;
}

function optionalText(value: unknown, where: string): string | null {
  return value === undefined || value === null ? null : readText(value, where);
}

function readCount(value: unknown, where: string): number {
  const count = value ?? 0;
  if (typeof count !== "number" || !Number.isInteger(count) || count < 0 || count > 0x7fff_ffff) {
    throw nonsense(where, "is no count");
  }
  return count;
}

function oneOf<T>({ xml }: Schema): Read<T> {
  const names = new Set<unknown>(xml.kind === "enumeration" ? xml.literals.map(({ name }) => name) : []);
  return (value, where) => {
    if (!names.has(value)) throw nonsense(where, `is none of ${[...names].join(", ")}`);
    // The names of an enumeration are the members of its type.
    return value as T;
  };
}

function nonsense(where: string, what: string, cause?: unknown): ConnectorError {
  return new ConnectorError(
    {
      UserExplanation: "The connector's answer cannot be understood.",
      TechExplanation: `The connector's answer is not as agreed: ${where} ${what}.`,
      ErrorCode: "InvalidAnswer",
    },
    { cause, origin: "unusable answer" },
  );
}
