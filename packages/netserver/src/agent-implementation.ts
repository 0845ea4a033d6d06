import type { AgentName, Input, ListItemOf, ListOperationName, OperationName, Output } from "@superoffice-soap/schema";
import type { AnonymousCaller, Session } from "./call/session.ts";
import type { Resources } from "./resources.ts";

/** Who calls an agent: only SoPrincipal is called by somebody who is not signed in. */
export type CallerOf<A extends AgentName> = A extends "SoPrincipal" ? AnonymousCaller : Session;

/** What an operation does. */
export type Implementation<A extends AgentName, O extends OperationName<A>> = (
  input: Input<A, O>,
  caller: CallerOf<A>,
  resources: Resources,
) => Output<A, O> | Promise<Output<A, O>>;

/** What an operation does that results in a list: its items, page by page, in the order that they are read. */
export type ListImplementation<A extends AgentName, O extends ListOperationName<A>> = (
  input: Input<A, O>,
  caller: CallerOf<A>,
  resources: Resources,
) => AsyncIterable<ListItemOf<A, O>>;

/** What an agent does. An operation is in one of the two, or in neither when it is not implemented. */
export interface AgentImplementation<A extends AgentName> {
  readonly operations: { readonly [O in OperationName<A>]?: Implementation<A, O> };
  readonly lists?: { readonly [O in ListOperationName<A>]?: ListImplementation<A, O> };
}
