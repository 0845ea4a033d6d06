import type { AgentName, Input, ListItemOf, ListOperationName } from "@superoffice-soap/schema";
import type { CallerSession, Slice } from "../caller-session.ts";

/** A list of NetServer's, in the two ways in which a part of it can be read. */
export interface ListSource<T> {
  /** Some of its items, when all of them are there. What is read twice is asked for once. */
  slice(slice: Slice): Promise<T[]>;
  /** Its items from the first on, as they come. Resolves with the first of them; leaving the loop stops NetServer. */
  stream(): Promise<AsyncIterable<T>>;
}

/** The list that an operation answers. */
export function listSource<A extends AgentName, O extends ListOperationName<A>>(
  netServer: CallerSession,
  agent: A,
  operation: O,
  input: Input<A, O>,
): ListSource<ListItemOf<A, O>> {
  return {
    slice: (slice) => netServer.slice(agent, operation, input, slice),
    // The input is an object of members, and the items are what the operation answers, by the contract.
    stream: async () =>
      (await netServer.stream(agent, { name: operation }, input as object)) as AsyncIterable<ListItemOf<A, O>>,
  };
}
