import { type NetServerError, SchemaError } from "@superoffice-soap/schema";
import { type ArgumentPath, messageInGraphQL } from "./argument-path.ts";
import { withArgumentPath } from "./public-error.ts";

/** What a field knows of the parameters behind its arguments. */
export interface FieldParameters {
  /** Where in the arguments the cause of NetServer's exception is; `undefined` when it is in none of them. */
  pathOf(error: NetServerError): ArgumentPath | undefined;
  /** What the field calls a parameter; `undefined` for one that is no argument of the field. */
  nameOf(parameter: string): string | undefined;
  /** The field's names of the parameters that NetServer's message may name. */
  namesIn(error: NetServerError): ReadonlyMap<string, string>;
}

/** An error of NetServer's about an argument, with the argument's path and by the field's names; any other as it is. */
export function argumentError(error: unknown, parameters: FieldParameters): unknown {
  return withArgumentPath(error, (refusal) => {
    const path = parameters.pathOf(refusal);
    if (path === undefined) return undefined;
    return { path, inWords: (message) => messageInGraphQL(message, parameters.namesIn(refusal)) };
  });
}

/** The error of a call whose input does not fit, its path an argument of the field; without a path when it is none. */
export function unfitArgument({ expected, actual, path }: SchemaError, { nameOf }: FieldParameters): SchemaError {
  return new SchemaError(expected, actual, nameOf(firstOf(path)) ?? "");
}

/** The parameter that a path such as `ForeignKey[0].RecordId` begins with. */
function firstOf(path: string): string {
  return /^[^.[]*/.exec(path)?.[0] ?? "";
}
