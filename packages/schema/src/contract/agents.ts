import { ErpSync } from "../agents/erp-sync/erp-sync.ts";
import { ForeignSystem } from "../agents/foreign-system/foreign-system.ts";
import { Relation } from "../agents/relation/relation.ts";
import { SoPrincipal } from "../agents/so-principal/so-principal.ts";

/** Every agent of the contract, by name. */
export const agents = { ForeignSystem, ErpSync, Relation, SoPrincipal } as const;

/** The agents of the contract. */
export type Agents = typeof agents;

/** The name of an agent. */
export type AgentName = keyof Agents;

/** The names of an agent's operations. */
export type OperationName<A extends AgentName> = keyof Agents[A]["operations"] & string;
