import { type NetServerError, SchemaError } from "@superoffice-soap/schema";
import { type ArgumentPath, messageInGraphQL } from "./argument-path.ts";
import { withArgumentPath } from "./public-error.ts";

/** The names and paths of the parameters behind a field's arguments. */
export interface FieldParameters {
  /** Returns the path of the argument that caused NetServer's exception; `undefined` when none of them did. */
  pathOf(error: NetServerError): ArgumentPath | undefined;
  /** Returns the field's name for a parameter; `undefined` for one that is no argument of the field. */
  nameOf(parameter: string): string | undefined;
  /** Returns the field's names of the parameters that NetServer's message may name. */
  namesIn(error: NetServerError): ReadonlyMap<string, string>;
}

/**
 * Returns an error of NetServer's about an argument with the argument's path and in the field's names; any other error
 * unchanged.
 */
export function argumentError(error: unknown, parameters: FieldParameters): unknown {
  return withArgumentPath(error, (refusal) => {
    const path = parameters.pathOf(refusal);
    if (path === undefined) return undefined;
    return { path, inWords: (message) => messageInGraphQL(message, parameters.namesIn(refusal)) };
  });
}

/**
 * Returns the error of a call with an input that does not fit its schema. Its path begins with the field's argument;
 * without an argument it has no path.
 */
export function unfitArgument({ expected, actual, path }: SchemaError, { nameOf }: FieldParameters): SchemaError {
  return new SchemaError(expected, actual, nameOf(firstOf(path)) ?? "");
}

/** Returns the parameter at the beginning of a path such as `ForeignKey[0].RecordId`. */
function firstOf(path: string): string {
  return /^[^.[]*/.exec(path)?.[0] ?? "";
}
