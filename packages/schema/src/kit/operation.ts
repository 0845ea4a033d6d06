import { type Entity, entityOf, type Members, type Values } from "./entity.ts";
import type { Schema } from "./schema.ts";
import type { ServicesVersion, VersionRange } from "./services-version.ts";

/** An operation of an agent: its input, its answer, and the rules for calling it. */
export interface Operation<In = unknown, Out = unknown, Result = unknown> {
  readonly name: string;
  /** The effect of the operation, in words for its caller. */
  readonly description: string;
  /** `read` leaves the server's data unchanged. */
  readonly effect: "read" | "write";
  /** `safe` when calling it twice has the same outcome as once, so that an unanswered call may be sent again. */
  readonly retry: "safe" | "unsafe";
  /** The versions that have the operation; absent when all have it. */
  readonly available?: readonly VersionRange[];
  /** The parameters, as the members of the element that wraps them; the element has the operation's name. */
  readonly input: Entity<In>;
  /** The members of the element that wraps the answer. Its name is `output.xml.name`. */
  readonly output: Entity<Out>;
  /** The member of `output` that is the result; `undefined` when the result is nothing or `output` as a whole. */
  readonly result?: string;
  /** Only in types: the result as a caller sees it. */
  readonly "~result"?: Result;
}

/** The definition of an answer, before its operation has a name. */
export interface Answer<Out = unknown, Result = unknown> {
  /** The wrapping element's name; the operation's name with `Response` after it unless given. */
  readonly element?: string;
  readonly members: Members;
  readonly result?: string;
  /** Only in types: the members' values. */
  readonly "~members"?: Out;
  /** Only in types: the result as a caller sees it. */
  readonly "~result"?: Result;
}

/** Defines an answer with one result. Its element is `Response` in all operations but `GetSystemInfo`. */
export function returns<T>(schema: Schema<T>): Answer<{ Response?: T }, T>;
export function returns<T, K extends string>(schema: Schema<T>, member: K): Answer<{ [P in K]?: T }, T>;
export function returns(schema: Schema, member = "Response"): Answer {
  return { members: { [member]: schema }, result: member };
}

/** Defines an empty answer. */
export function returnsNothing(): Answer<object, void> {
  return { members: {} };
}

/** Defines an answer whose members together are the result, in an element of the given name. */
export function returnsAll<M extends Members>(element: string, members: M): Answer<Values<M>, Values<M>> {
  return { element, members };
}

/** The definition of an operation, before its agent gives it a name. */
export interface OperationDefinition<M extends Members = Members, Out = unknown, Result = unknown> {
  readonly description: string;
  readonly effect: "read" | "write";
  /** Only a write needs it; a read is always safe to retry. */
  readonly retry?: "safe" | "unsafe";
  readonly since?: ServicesVersion;
  readonly input: M;
  readonly answer: Answer<Out, Result>;
}

/** Defines an operation that changes nothing. */
export function reads<M extends Members, Out, Result>(
  definition: Omit<OperationDefinition<M, Out, Result>, "effect" | "retry">,
): OperationDefinition<M, Out, Result> {
  return { ...definition, effect: "read", retry: "safe" };
}

/** Defines an operation that changes the server's data. */
export function writes<M extends Members, Out, Result>(
  definition: Omit<OperationDefinition<M, Out, Result>, "effect"> & { readonly retry: "safe" | "unsafe" },
): OperationDefinition<M, Out, Result> {
  return { ...definition, effect: "write" };
}

/** Creates the operation that a definition describes. */
export function operationOf(name: string, definition: OperationDefinition): Operation {
  const { description, effect, retry = "safe", since, input, answer } = definition;
  return {
    name,
    description,
    effect,
    retry,
    ...(since === undefined ? {} : { available: [{ since }] }),
    input: entityOf(name, input, { description: `What ${name} takes.` }),
    output: entityOf(answer.element ?? `${name}Response`, answer.members, { description: `What ${name} answers.` }),
    ...(answer.result === undefined ? {} : { result: answer.result }),
  };
}

/** Returns an operation's result from the members of its answer; `undefined` when its answer is empty. */
export function resultOf(operation: Operation, answered: Readonly<Record<string, unknown>>): unknown {
  if (operation.result !== undefined) return answered[operation.result];
  return isEmpty(operation) ? undefined : answered;
}

/** Returns the schema of an operation's result; `undefined` when no single member of its answer is the result. */
export function resultSchemaOf({ output, result }: Pick<Operation, "output" | "result">): Schema | undefined {
  return result === undefined ? undefined : output.xml.members[result];
}

/** Returns the schema of the items of an operation's result; `undefined` when the result is no list. */
export function resultItemOf(operation: Pick<Operation, "output" | "result">): Schema | undefined {
  const xml = resultSchemaOf(operation)?.xml;
  return xml?.kind === "array" ? xml.item : undefined;
}

/** Returns the members of an operation's answer for a result. */
export function answeredOf(operation: Operation, result: unknown): Readonly<Record<string, unknown>> {
  if (operation.result !== undefined) return { [operation.result]: result };
  // Without a result member the result is the answer's members or nothing, which the operation's type says.
  return isEmpty(operation) ? {} : (result as Record<string, unknown>);
}

function isEmpty({ output }: Operation): boolean {
  return Object.keys(output.xml.members).length === 0;
}
