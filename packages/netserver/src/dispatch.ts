import {
  type Agent,
  type AgentName,
  agents,
  at,
  type CallContext,
  type Entity,
  type ServicesVersion,
} from "@superoffice-soap/schema";
import type { AgentImplementation } from "./agent-implementation.ts";
import type { AnonymousCaller, Caller, Session } from "./call/session.ts";
import { soException } from "./call/so-exception.ts";
import { erpSync } from "./erp-sync/erp-sync.ts";
import { foreignSystem } from "./foreign-system/foreign-system.ts";
import { relation } from "./relation/relation.ts";
import type { Resources } from "./resources.ts";
import { createApplicationCheck } from "./sign-in/application-check.ts";
import { soPrincipal } from "./so-principal/so-principal.ts";
import { timestampOf } from "./store/timestamp.ts";

const implementations: { readonly [A in AgentName]: AgentImplementation<A> } = {
  ForeignSystem: foreignSystem,
  ErpSync: erpSync,
  Relation: relation,
  SoPrincipal: soPrincipal,
};

/** The implementation of any operation: the types of one cannot be told from its name at run time. */
type AnyImplementation<Result> = (input: unknown, caller: Caller, resources: Resources) => Result;

/** An operation that can be run. It has exactly one of `one` and `list`. */
export interface Runnable {
  readonly input: Entity;
  readonly one?: AnyImplementation<unknown>;
  readonly list?: AnyImplementation<AsyncIterable<unknown>>;
}

/** The operations that can be run, by agent and name. */
const runnables: ReadonlyMap<string, ReadonlyMap<string, Runnable>> = new Map(
  Object.entries(implementations).map(([agent, { operations, lists = {} }]) => [
    agent,
    new Map([
      ...Object.entries(operations).map(([name, one]) => runnableFrom(agent, name, { one })),
      ...Object.entries(lists).map(([name, list]) => runnableFrom(agent, name, { list })),
    ]),
  ]),
);

function runnableFrom(agent: string, name: string, implementation: object): readonly [string, Runnable] {
  const contract: Readonly<Record<string, Agent>> = agents;
  // `AgentImplementation` has checked each of them against its own operation.
  return [name, { input: contract[agent]?.operations[name]?.input, ...implementation } as Runnable];
}

/** Returns the operation as it runs here; `undefined` when it is not implemented. */
export function runnableOf(agent: AgentName, operation: string): Runnable | undefined {
  return runnables.get(agent)?.get(operation);
}

/** A call that may run: the operation, who calls it, and with what. */
export interface AdmittedCall {
  readonly runnable: Runnable;
  readonly caller: Caller;
}

/** Lets a call in, or throws or rejects with the error that it gets instead. */
export type Admit = (agent: AgentName, operation: string, context: CallContext) => AdmittedCall | Promise<AdmittedCall>;

/** Admission by the contract of the version asked for, the application's token and the user's ticket, in this order. */
export function createAdmission(resources: Resources): Admit {
  const { settings, tickets } = resources;
  const checkApplication = createApplicationCheck(settings.signIn);
  return (agent, operation, context) => {
    assertInContract(agent, operation, context, settings.services);
    checkApplication(agent, context.applicationToken);
    const runnable = runnableOf(agent, operation);
    if (runnable === undefined)
      throw soException("SoIllegalOperationException", `${agent}.${operation} is not implemented.`);
    const now = timestampOf(settings.clock());
    if (!agents[agent].authenticated) return { runnable, caller: callerOf(context, now) };
    const { ticket } = context;
    const associate = ticket === undefined || ticket === "" ? null : tickets.use(ticket);
    const admitted = (id: number | null) => ({ runnable, caller: sessionOf(context, now, id) });
    // Most tickets are known, and need no promise.
    return associate instanceof Promise ? associate.then(admitted) : admitted(associate);
  };
}

function callerOf(context: CallContext, now: string): AnonymousCaller {
  const { services } = context;
  return {
    services,
    now,
    loopback: () => context.loopback ?? false,
    signal: () => context.signal,
    address: () => context.clientAddress,
  };
}

function sessionOf(context: CallContext, now: string, associateId: number | null): Session {
  if (associateId === null) throw soException("SoSessionException", "The ticket is missing, not known or has run out.");
  const { services } = context;
  return { services, now, loopback: () => context.loopback ?? false, signal: () => context.signal, associateId };
}

function assertInContract(
  agent: AgentName,
  operation: string,
  { services }: CallContext,
  served: readonly ServicesVersion[],
): void {
  if (!served.includes(services)) throw soException("SoIllegalOperationException", `${services} is not served.`);
  const { operations } = at(services).agents[agent] ?? {};
  if (operations === undefined || !Object.hasOwn(operations, operation)) {
    throw soException("SoIllegalOperationException", `${services} has no operation ${agent}.${operation}.`);
  }
}
