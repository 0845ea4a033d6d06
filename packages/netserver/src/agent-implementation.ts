import type { AgentName, Input, ListItemOf, ListOperationName, OperationName, Output } from "@superoffice-soap/schema";
import type { Arguments } from "./call/arguments.ts";
import type { AnonymousCaller, Session } from "./call/session.ts";
import type { Resources } from "./resources.ts";

/** The caller of an agent: only SoPrincipal is called by somebody who is not signed in. */
export type CallerOf<A extends AgentName> = A extends "SoPrincipal" ? AnonymousCaller : Session;

/** An operation, done. Its arguments are checked and complete. */
export type Implementation<A extends AgentName, O extends OperationName<A>> = (
  input: Arguments<Input<A, O>>,
  caller: CallerOf<A>,
  resources: Resources,
) => Output<A, O> | Promise<Output<A, O>>;

/** An operation that results in a list, done: yields the items, page by page, in the order that they are read. */
export type ListImplementation<A extends AgentName, O extends ListOperationName<A>> = (
  input: Arguments<Input<A, O>>,
  caller: CallerOf<A>,
  resources: Resources,
) => AsyncIterable<ListItemOf<A, O>>;

/** The implemented operations of an agent. One is in one of the two, or in neither when it is not implemented. */
export interface AgentImplementation<A extends AgentName> {
  readonly operations: { readonly [O in OperationName<A>]?: Implementation<A, O> };
  readonly lists?: { readonly [O in ListOperationName<A>]?: ListImplementation<A, O> };
}
