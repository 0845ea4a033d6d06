// Words whose spelling no rule can know.
const exceptions: Readonly<Record<string, string>> = {
  EMailAddress: "emailAddress",
};

// An acronym ends where the next capitalised word starts: `MDOListItem` is MDO, List, Item.
const word = /[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z\d]+|[A-Z\d]+/g;

/** A member's, parameter's or operation's name in GraphQL: camelCase, acronyms as words (`MissingInERP` → `missingInErp`). */
export function fieldName(wireName: string): string {
  const exception = exceptions[wireName];
  if (exception !== undefined) return exception;
  const [first = "", ...rest] = wordsOf(wireName);
  return first.toLowerCase() + rest.map(capitalised).join("");
}

/** An enumeration's name in GraphQL: `UIHintReadOnly` → `UI_HINT_READ_ONLY`. */
export function enumValueName(wireName: string): string {
  return wordsOf(wireName).join("_").toUpperCase();
}

/** A query's name is the noun that it gives: `GetKeyByValue` → `keyByValue`, `CreateDefaultX` → `defaultX`. */
export function queryName(operationName: string): string {
  return fieldName(operationName.replace(/^(?:Get|Create)(?=[A-Z])/, ""));
}

/** A mutation's name is the operation's, a verb. */
export function mutationName(operationName: string): string {
  return fieldName(operationName);
}

/** The name of the input type that goes with an object type. */
export function inputTypeName(typeName: string): string {
  return `${typeName}Input`;
}

function wordsOf(wireName: string): string[] {
  return wireName.match(word) ?? [];
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
}
