import type { AgentName, Agents, OperationName } from "../contract/agents.ts";
import type { Operation } from "../kit/operation.ts";
import type { ServicesVersion } from "../kit/services-version.ts";
import type { SoTimeZone } from "../types/header-blocks.ts";
import type { StreamedList } from "./streamed-list.ts";

/** What an operation takes: its parameters by wire name, each of them optional as on the wire. */
export type Input<A extends AgentName, O extends OperationName<A>> =
  Agents[A]["operations"][O] extends Operation<infer In, unknown, unknown> ? In : never;

/** What an operation's answer holds: the members of its response element. */
export type Answered<A extends AgentName, O extends OperationName<A>> =
  Agents[A]["operations"][O] extends Operation<unknown, infer Out, unknown> ? Out : never;

/** What an operation results in: the value of its result member, all members, or nothing. */
export type Output<A extends AgentName, O extends OperationName<A>> =
  Agents[A]["operations"][O] extends Operation<unknown, unknown, infer Result> ? Result : never;

/** The operations of an agent that result in a list. */
export type ListOperationName<A extends AgentName> = {
  [O in OperationName<A>]: NonNullable<Output<A, O>> extends readonly unknown[] ? O : never;
}[OperationName<A>];

/** One item of the list that an operation results in. */
export type ListItemOf<A extends AgentName, O extends OperationName<A>> =
  NonNullable<Output<A, O>> extends readonly (infer Item)[] ? Item : never;

/** Who calls, in which version of the contract, and for how long. */
export interface CallContext {
  /** The version whose members the answer has. */
  readonly services: ServicesVersion;
  /** The ticket that Authenticate gave; absent when nobody is signed in. */
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
  /** What logs call the request that the call is made for. It is not sent. */
  readonly requestId?: string;
}

/**
 * One call of an operation. The client answers it over the wire, the embedded NetServer here and now; GraphQL and the
 * SOAP endpoint drive either. Rejects with `NetServerError`; with `SchemaError` or `RangeError` for an input or operation
 * that the version has not; over the wire also with `TransportError` or the codec's `DecodeError`; and with the signal's
 * reason when the caller gave up.
 */
export type Call = <A extends AgentName, O extends OperationName<A>>(
  agent: A,
  operation: O,
  input: Input<A, O>,
  context: CallContext,
) => Promise<Output<A, O>>;

/**
 * As `Call` for an operation that results in a list: its items one by one, as they come. Resolves when the first of them
 * or the list's end has come, so that a call that fails has rejected by then. Leaving the loop early stops the source.
 */
export type StreamCall = <A extends AgentName, O extends ListOperationName<A>>(
  agent: A,
  operation: O,
  input: Input<A, O>,
  context: CallContext,
) => Promise<StreamedList<ListItemOf<A, O>>>;

/** Both ways to call a NetServer. */
export interface NetServerPort {
  readonly call: Call;
  readonly stream: StreamCall;
}
