import type { TSchema } from "typebox";

/** The keywords of a schema that a reader is told of. */
interface Requirement {
  readonly type?: string;
  /** The requirement in words, where the other keywords do not express it. */
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly minProperties?: number;
}

/** Returns the requirement that a schema has of a value, for a reader: `a whole number from 1 to 65535`. */
export function requirementOf(schema: TSchema): string {
  const { type, description, enum: choices, minimum, maximum, minItems, minProperties } = schema as Requirement;
  if (description !== undefined) return description;
  if (choices !== undefined) return choiceOf(choices);
  if (type === "integer") return `a whole number ${rangeOf(minimum, maximum)}`;
  if (type === "boolean") return "true or false";
  if (type === "array") return minItems === undefined ? "a list" : "a list that is not empty";
  if (type === "object") return minProperties === undefined ? "an object" : "an object that is not empty";
  return "a text that is not blank";
}

function rangeOf(minimum?: number, maximum?: number): string {
  return maximum === undefined ? `of ${minimum} or more` : `from ${minimum} to ${maximum}`;
}

function choiceOf(choices: readonly string[]): string {
  return choices.length === 2 ? choices.join(" or ") : `one of ${choices.join(", ")}`;
}

/** Returns the kind of a value without quoting it, since it may be a password. */
export function kindOf(value: unknown): string {
  if (typeof value === "string") return value.trim() === "" ? "a blank text" : "a text";
  if (typeof value === "number") return "a number";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value !== "object" || value === null) return String(value);
  return Object.keys(value).length === 0 ? "an empty object" : "an object";
}

/** Returns a value as an error shows it, cut short. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
