import {
  type AgentName,
  type Agents,
  agents,
  type CallContext,
  type Input,
  type ListItemOf,
  type ListOperationName,
  type NetServerPort,
  type Operation,
  type OperationName,
  type Output,
  resultItemOf,
} from "@superoffice-soap/schema";
import type { CallOptions } from "./call-options.ts";
import { lazyItems } from "./resilience/lazy-items.ts";

/** The arguments of an operation: its parameters, which an operation without any does not want. */
type Arguments<In> = keyof In extends never
  ? [input?: Record<string, never>, options?: CallOptions]
  : [input: In, options?: CallOptions];

/** Calls an operation. */
export type OperationCall<A extends AgentName, O extends OperationName<A>> = (
  ...args: Arguments<Input<A, O>>
) => Promise<Output<A, O>>;

/** Calls an operation that results in a list. */
export interface ListCall<A extends AgentName, O extends ListOperationName<A>> extends OperationCall<A, O> {
  /**
   * The items as they arrive, of a list of any length. Nothing is sent before the iteration begins; leaving the loop
   * stops the answer. A result of nil is no items.
   */
  items(...args: Arguments<Input<A, O>>): AsyncIterable<ListItemOf<A, O>>;
}

/** The operations of an agent. They reject as `Call` does. */
export type AgentClient<A extends AgentName> = {
  readonly [O in OperationName<A>]: O extends ListOperationName<A> ? ListCall<A, O> : OperationCall<A, O>;
};

/** All agents by name. */
export type AgentClients = { readonly [A in keyof Agents]: AgentClient<A> };

/** The agents' operations as methods. Calls get their context from the options. */
export function agentClients(port: NetServerPort, contextOf: (options: CallOptions) => CallContext): AgentClients {
  const clients = Object.entries(agents).map(([name, { operations }]) => {
    // `agents` is keyed by the agents' names.
    const calls = Object.values(operations).map((operation) => operationCall(name as AgentName, operation));
    return [name, Object.fromEntries(calls)];
  });
  // One entry for each agent and operation, by the lines above.
  return Object.fromEntries(clients) as AgentClients;

  function operationCall(agent: AgentName, operation: Operation): [string, unknown] {
    // The types of arguments and result are those of `AgentClient`.
    const name = operation.name as never;
    const call = (input: object = {}, options: CallOptions = {}) =>
      port.call(agent, name, input as never, contextOf(options));
    if (resultItemOf(operation) === undefined) return [name, call];
    const items = (input: object = {}, options: CallOptions = {}) =>
      lazyItems((left) => {
        const signal = options.signal ? AbortSignal.any([options.signal, left]) : left;
        return port.stream(agent, name, input as never, contextOf({ ...options, signal }));
      });
    return [name, Object.assign(call, { items })];
  }
}
