import type { Operation } from "@superoffice-soap/schema";

// Words whose spelling follows no rule.
const exceptions: Readonly<Record<string, string>> = {
  EMailAddress: "emailAddress",
};

// An acronym ends where the next capitalised word starts: `MDOListItem` is MDO, List, Item.
const word = /[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z\d]+|[A-Z\d]+/g;

/**
 * Returns a member's, parameter's or operation's name in GraphQL: camelCase, acronyms as words (`MissingInERP` →
 * `missingInErp`).
 */
export function fieldName(wireName: string): string {
  const exception = exceptions[wireName];
  if (exception !== undefined) return exception;
  const [first = "", ...rest] = wordsOf(wireName);
  return first.toLowerCase() + rest.map(capitalised).join("");
}

/**
 * Returns the name of an entity's member in GraphQL. A member `Id` has its entity's name too (`listItemId`): clients'
 * caches take a field `id` to be unique among all objects of a type, which only a node's id is.
 */
export function memberName(entity: string, member: string): string {
  const name = fieldName(member);
  return name === globalId ? `${fieldName(entity)}Id` : name;
}

/**
 * Returns the name that an entity's member had in the previous version, which input may still use; `undefined` when it
 * is the same.
 */
export function formerMemberName(entity: string, member: string): string | undefined {
  const name = fieldName(member);
  return name === memberName(entity, member) ? undefined : name;
}

/** The name of the field that holds a node's global id. */
const globalId = "id";

/** Returns the name of an enumeration's value in GraphQL: `UIHintReadOnly` → `UI_HINT_READ_ONLY`. */
export function enumValueName(wireName: string): string {
  return wordsOf(wireName).join("_").toUpperCase();
}

/** Returns a query's name, the noun of its result: `GetKeyByValue` → `keyByValue`, `CreateDefaultX` → `defaultX`. */
export function queryName(operationName: string): string {
  return fieldName(operationName.replace(/^(?:Get|Create)(?=[A-Z])/, ""));
}

/** Returns a mutation's name, which is the operation's, a verb. */
export function mutationName(operationName: string): string {
  return fieldName(operationName);
}

/** Tells whether an operation is a query, which changes nothing. */
export function isQuery({ effect }: Operation): boolean {
  return effect === "read";
}

/** Returns the name of the field that calls an operation. */
export function operationFieldName(operation: Operation): string {
  return isQuery(operation) ? queryName(operation.name) : mutationName(operation.name);
}

/** Returns the name of the input type that belongs to an object type. */
export function inputTypeName(typeName: string): string {
  return `${typeName}Input`;
}

function wordsOf(wireName: string): string[] {
  return wireName.match(word) ?? [];
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
}
