import { nearestName } from "@superoffice-soap/schema";
import type { TSchema } from "typebox";
import type { TLocalizedValidationError } from "typebox/error";
import { Errors } from "typebox/schema";
import { kindOf, requirementOf, shown } from "./requirement.ts";

/**
 * Returns the flaw of a value that should fit a schema, and its position: `: [0].name must be a text that is not blank,
 * not a number.` `undefined` when it fits. Of the value it quotes the names of members, a text where the schema has a
 * few choices, and a number unless another type is asked for. `otherName` tells the flaw of a name that is not allowed
 * in the outermost object, where the schema does not list the allowed ones.
 */
export function schemaViolation(schema: TSchema, value: unknown, otherName?: string): string | undefined {
  const [, faults] = Errors(schema, value);
  // A misspelt name is the cause of a required one that is missing.
  const fault = faults.find(isUnknownName) ?? faults[0];
  if (fault === undefined) return undefined;
  const steps = stepsOf(fault.instancePath);
  if (isUnknownName(fault)) return `${placeOf(steps)} ${unknownName(steps, schema, otherName)}`;
  if (fault.keyword === "required") {
    const [missing = ""] = fault.params.requiredProperties;
    const path = [...steps, missing];
    return `${placeOf(path)} is missing; it must be ${requirementOf(schemaAt(schema, path))}.`;
  }
  const found = foundIn(fault, valueAt(value, steps));
  return `${placeOf(steps)} must be ${requirementOf(schemaAt(schema, steps))}, not ${found}.`;
}

/** Tells whether a fault is about an unknown member: the validator reports one as a member whose schema is `false`. */
function isUnknownName({ keyword }: TLocalizedValidationError): boolean {
  return keyword === "boolean";
}

function unknownName(steps: readonly string[], schema: TSchema, otherName = "is unknown."): string {
  const known = Object.keys(partsOf(schemaAt(schema, steps.slice(0, -1))).properties ?? {});
  if (known.length === 0) return otherName;
  const nearest = nearestName(steps.at(-1) ?? "", known);
  return nearest === undefined ? `is unknown; known are ${known.join(", ")}.` : `is unknown; did you mean ${nearest}?`;
}

function foundIn(fault: TLocalizedValidationError, value: unknown): string {
  // The message of a refinement says what it found.
  if (fault.keyword === "~refine") return fault.message;
  if (fault.keyword === "pattern") return "another text";
  const isChoice = fault.keyword === "enum" && typeof value === "string";
  // A number instead of a text may be a password.
  const isNumber = typeof value === "number" && !(fault.keyword === "type" && fault.params.type !== "integer");
  return isChoice || isNumber ? shown(value) : kindOf(value);
}

/** The keywords of a schema that describe the parts of a value. */
interface Parts {
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly patternProperties?: Readonly<Record<string, TSchema>>;
  readonly items?: TSchema;
}

function partsOf(schema: TSchema): Parts {
  return schema;
}

function schemaAt(schema: TSchema, steps: readonly string[]): TSchema {
  return steps.reduce((outer, step) => {
    const { properties = {}, patternProperties = {}, items } = partsOf(outer);
    const [ofAnyName] = Object.values(patternProperties);
    return (Object.hasOwn(properties, step) ? properties[step] : undefined) ?? ofAnyName ?? items ?? outer;
  }, schema);
}

function valueAt(value: unknown, steps: readonly string[]): unknown {
  return steps.reduce((outer, step) => Reflect.get(Object(outer), step), value);
}

/** Returns the steps of a JSON pointer. */
function stepsOf(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Returns a path as errors show it: `: foreignSystem.autoCreate`, `: [0].password`; blank for the outermost value. */
function placeOf(steps: readonly string[]): string {
  const written = steps.map((step) => {
    if (/^\d+$/.test(step)) return `[${step}]`;
    return /^[\w-]+$/.test(step) ? `.${step}` : `[${shown(step)}]`;
  });
  return written.length === 0 ? "" : `: ${written.join("").replace(/^\./, "")}`;
}
