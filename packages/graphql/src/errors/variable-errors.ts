import {
  coerceInputValue,
  type GraphQLEnumType,
  GraphQLError,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLScalarType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  typeFromAST,
  type VariableDefinitionNode,
} from "graphql";
import { type ArgumentPath, pathText } from "./argument-path.ts";
import { shortMessage, shortName, shortValue } from "./short-text.ts";

/** A variable's value that does not fit its type. */
export interface VariableError {
  readonly definition: VariableDefinitionNode;
  /** The path in the variable's value; empty for the value itself. */
  readonly path: ArgumentPath;
  readonly message: string;
}

/** The schema, definitions and values of one check of variables. */
export interface VariableCheck {
  readonly schema: GraphQLSchema;
  readonly definitions: readonly VariableDefinitionNode[];
  readonly values: Readonly<Record<string, unknown>>;
  /** True when an error may suggest names of the schema. */
  readonly suggestions: boolean;
}

/** The most errors that one check reports. */
export const mostVariableErrors = 10;

/**
 * Returns errors for the first values that GraphQL's execution would refuse. The execution itself prints a value for
 * each error about it, and finds up to fifty: a megabyte of unknown members would be printed fifty times.
 */
export function variableErrors(check: VariableCheck): readonly VariableError[] {
  const errors: VariableError[] = [];
  for (const definition of check.definitions) {
    const missing = missingVariable(definition, check);
    if (missing !== undefined) errors.push({ definition, path: [], message: missing });
    else collect(definition, check, errors);
    if (errors.length >= mostVariableErrors) break;
  }
  return errors;
}

function missingVariable(
  { variable, type, defaultValue }: VariableDefinitionNode,
  { schema, values }: VariableCheck,
): string | undefined {
  const name = variable.name.value;
  const wanted = typeFromAST(schema, type as Parameters<typeof typeFromAST>[1]);
  if (!isNonNullType(wanted)) return undefined;
  if (!Object.hasOwn(values, name)) {
    return defaultValue ? undefined : `Variable "$${name}" of required type "${wanted}" was not provided.`;
  }
  return values[name] === null ? `Variable "$${name}" of non-null type "${wanted}" must not be null.` : undefined;
}

function collect(definition: VariableDefinitionNode, check: VariableCheck, errors: VariableError[]): void {
  const name = definition.variable.name.value;
  const type = typeFromAST(check.schema, definition.type as Parameters<typeof typeFromAST>[1]);
  // Validation has refused a variable of any other type.
  if (!Object.hasOwn(check.values, name) || !isInputType(type)) return;
  const shown = new Map<unknown, string>();
  const report: Report = (path, value, message, member) => {
    // Several errors may be about one object, and listing the names of a large one takes a while.
    const found = shown.get(value) ?? shortValue(value);
    shown.set(value, found);
    const where = path.length === 0 ? "" : ` at "${shortName(pathText([name, ...path]))}"`;
    errors.push({
      definition,
      path: member === undefined ? path : [...path, member],
      message: `Variable "$${name}" got invalid value ${found}${where}; ${shortMessage(message)}`,
    });
    return errors.length < mostVariableErrors;
  };
  checkValue(check.values[name], type, [], { report, suggestions: check.suggestions });
}

/** Reports an error in a value, or in a member of it; returns false when no more errors are wanted. */
type Report = (path: ArgumentPath, value: unknown, message: string, member?: string) => boolean;

interface Reporter {
  readonly report: Report;
  readonly suggestions: boolean;
}

/** Checks a value and returns false once enough errors are found. */
function checkValue(value: unknown, type: GraphQLInputType, path: ArgumentPath, to: Reporter): boolean {
  if (isNonNullType(type)) {
    if (value != null) return checkValue(value, type.ofType, path, to);
    return to.report(path, value, `Expected non-nullable type "${type}" not to be null.`);
  }
  if (value == null) return true;
  if (isListType(type)) {
    // A single value stands for a list of one.
    if (!Array.isArray(value)) return checkValue(value, type.ofType, path, to);
    return value.every((item, index) => checkValue(item, type.ofType, [...path, index], to));
  }
  return isInputObjectType(type) ? checkObject(value, type, path, to) : checkLeaf(value, type, path, to);
}

function checkObject(value: unknown, type: GraphQLInputObjectType, path: ArgumentPath, to: Reporter): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return to.report(path, value, `Expected type "${type.name}" to be an object.`);
  }
  const members = value as Readonly<Record<string, unknown>>;
  const fields = type.getFields();
  for (const field of Object.values(fields)) {
    const member = members[field.name];
    const goOn =
      member !== undefined
        ? checkValue(member, field.type, [...path, field.name], to)
        : !isRequiredInputField(field) ||
          to.report(path, value, `Field "${field.name}" of required type "${field.type}" was not provided.`);
    if (!goOn) return false;
  }
  for (const name in members) {
    if (fields[name] !== undefined) continue;
    if (!to.report(path, value, unknownField(name, type, to), shortName(name))) return false;
  }
  return true;
}

/** Returns GraphQL's own message for a member that its object's type does not have. */
function unknownField(name: string, type: GraphQLInputObjectType, { suggestions }: Reporter): string {
  const known = shortName(name);
  const start = `Field "${known}" is not defined by type "${type.name}".`;
  let message = start;
  const note = (_path: unknown, _value: unknown, error: GraphQLError) => {
    if (error.message.startsWith(start)) message = error.message;
  };
  coerceInputValue({ [known]: null }, type, note, !suggestions);
  return message;
}

function checkLeaf(
  value: unknown,
  type: GraphQLScalarType | GraphQLEnumType,
  path: ArgumentPath,
  to: Reporter,
): boolean {
  // No scalar is a list or an object, and a scalar that refuses one prints all of it.
  if (typeof value === "object") {
    return to.report(path, value, `${type.name} cannot represent ${Array.isArray(value) ? "a list" : "an object"}.`);
  }
  try {
    const parsed = isEnumType(type) ? type.parseValue(value, !to.suggestions) : type.parseValue(value);
    return parsed !== undefined || to.report(path, value, `Expected type "${type.name}".`);
  } catch (error) {
    const message = error instanceof GraphQLError ? error.message : `Expected type "${type.name}".`;
    return to.report(path, value, message);
  }
}
