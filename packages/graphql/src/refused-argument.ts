import { NetServerError, SchemaError } from "@superoffice-soap/schema";
import { GraphQLError } from "graphql";
import { type ArgumentPath, argumentNamesIn } from "./argument-path.ts";
import { withArgumentPath } from "./errors.ts";

/** What a field knows of the parameters behind its arguments. */
export interface FieldParameters {
  /** Where in the arguments the cause of NetServer's exception is; `undefined` when it is in none of them. */
  pathOf(error: NetServerError): ArgumentPath | undefined;
  /** What the field calls a parameter; `undefined` for one that is no argument of the field. */
  nameOf(parameter: string): string | undefined;
}

/** An error of NetServer's about an argument, with its path and in the field's own terms; any other as it is. */
export function refusedArgument(error: unknown, parameters: FieldParameters): unknown {
  const located = withArgumentPath(error, (refusal) => parameters.pathOf(refusal));
  if (!(error instanceof NetServerError) || !(located instanceof GraphQLError)) return located;
  const message = inFieldsTerms(located.message, error, parameters);
  return new GraphQLError(message, { originalError: error, extensions: located.extensions });
}

/** The error of a call whose input does not fit, its path an argument of the field; without a path when it is none. */
export function unfitArgument({ expected, actual, path }: SchemaError, { nameOf }: FieldParameters): SchemaError {
  return new SchemaError(expected, actual, nameOf(firstOf(path)) ?? "");
}

function inFieldsTerms(message: string, error: NetServerError, { nameOf }: FieldParameters): string {
  const parameters = new Set(argumentNamesIn(error).map(firstOf));
  // What stands in quotes is a value, whatever it looks like.
  return message.replace(/"(?:[^"\\]|\\.)*"|\w+/g, (word) => (parameters.has(word) ? (nameOf(word) ?? word) : word));
}

/** The parameter that a path such as `ForeignKey[0].RecordId` begins with. */
function firstOf(path: string): string {
  return /^[^.[]*/.exec(path)?.[0] ?? "";
}
