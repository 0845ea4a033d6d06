import type { Members, Values } from "./entity.ts";
import { type Operation, type OperationDefinition, operationOf } from "./operation.ts";

/** One service of NetServer: a name, its operations, and the header blocks its requests carry. */
export interface Agent<Operations = Readonly<Record<string, Operation>>> {
  readonly name: string;
  /** The purpose of the agent. */
  readonly description: string;
  /** False for the agent that signs in: its requests carry `ApplicationToken` only. */
  readonly authenticated: boolean;
  readonly operations: Operations;
}

/** The properties of an agent beside its name and operations. */
export interface AgentOptions {
  readonly description: string;
  /** @default true */
  readonly authenticated?: boolean;
}

/** The types of the operations that `definitions` describe, by name. */
export type OperationsOf<D> = {
  readonly [K in keyof D]: D[K] extends OperationDefinition<infer M, infer Out, infer Result>
    ? Operation<M extends Members ? Values<M> : never, Out, Result>
    : never;
};

/** Creates an agent from the definitions of its operations, in the order of its newest WSDL. */
export function agent<D extends Record<string, OperationDefinition>>(
  name: string,
  options: AgentOptions,
  definitions: D,
): Agent<OperationsOf<D>> {
  const operations = Object.fromEntries(
    Object.entries(definitions).map(([key, definition]) => [key, operationOf(key, definition)]),
  );
  // The entries were made one by one from `definitions`; a mapped object loses their types.
  return { name, authenticated: true, ...options, operations: operations as OperationsOf<D> };
}
