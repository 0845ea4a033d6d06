import type { AgentName, Agents, OperationName } from "../contract/agents.ts";
import type { Operation } from "../kit/operation.ts";
import type { ServicesVersion } from "../kit/services-version.ts";
import type { SoTimeZone } from "../types/header-blocks.ts";
import type { StreamedList } from "./streamed-list.ts";

/** The input of an operation: its parameters by wire name, each of them optional as on the wire. */
export type Input<A extends AgentName, O extends OperationName<A>> =
  Agents[A]["operations"][O] extends Operation<infer In, unknown, unknown> ? In : never;

/** The answer of an operation: the members of its response element. */
export type Answered<A extends AgentName, O extends OperationName<A>> =
  Agents[A]["operations"][O] extends Operation<unknown, infer Out, unknown> ? Out : never;

/** The result of an operation: the value of its result member, all members, or nothing. */
export type Output<A extends AgentName, O extends OperationName<A>> =
  Agents[A]["operations"][O] extends Operation<unknown, unknown, infer Result> ? Result : never;

/** The operations of an agent that result in a list. */
export type ListOperationName<A extends AgentName> = {
  [O in OperationName<A>]: NonNullable<Output<A, O>> extends readonly unknown[] ? O : never;
}[OperationName<A>];

/** One item of the list that an operation results in. */
export type ListItemOf<A extends AgentName, O extends OperationName<A>> =
  NonNullable<Output<A, O>> extends readonly (infer Item)[] ? Item : never;

/** The circumstances of a call: the caller, the version of the contract, and the signal that ends it. */
export interface CallContext {
  /** The version whose members the answer has. */
  readonly services: ServicesVersion;
  /** The ticket that Authenticate gave; absent when the caller is not signed in. */
  readonly ticket?: string;
  /** The app's client secret, which Online wants on every call. */
  readonly applicationToken?: string;
  readonly timeZone?: SoTimeZone;
  /** True when the caller is on the server's own machine. Only adapters that can know set it. */
  readonly loopback?: boolean;
  /** The IP address that the call came from, by which sign-ins are limited; absent for callers in process. It is not sent. */
  readonly clientAddress?: string;
  /** Ends the call early; what was stored stays stored. */
  readonly signal?: AbortSignal;
  /** The id, in logs, of the request that the call is made for. It is not sent. */
  readonly requestId?: string;
}

/**
 * One call of an operation. The client sends it over the wire, the embedded NetServer carries it out in process; GraphQL and
 * the SOAP endpoint call either. Rejects with `NetServerError`; with `SchemaError` or `RangeError` for an input or operation
 * that the version does not have; over the wire also with `TransportError` or the codec's `DecodeError`; and with the signal's
 * reason when the caller gave up.
 */
export type Call = <A extends AgentName, O extends OperationName<A>>(
  agent: A,
  operation: O,
  input: Input<A, O>,
  context: CallContext,
) => Promise<Output<A, O>>;

/**
 * One call of an operation that results in a list, whose items are read one by one as they arrive. Resolves with the first
 * item or the list's end, so that a call that fails has rejected by then. Leaving the loop early stops the source.
 */
export type StreamCall = <A extends AgentName, O extends ListOperationName<A>>(
  agent: A,
  operation: O,
  input: Input<A, O>,
  context: CallContext,
) => Promise<StreamedList<ListItemOf<A, O>>>;

/** The port of a NetServer: the two ways to call it. */
export interface NetServerPort {
  readonly call: Call;
  readonly stream: StreamCall;
}
