import { Relation } from "./agents/relation.ts";

/** Every agent of the contract, by name. */
export const agents = { Relation } as const;

/** The agents of the contract. */
export type Agents = typeof agents;

/** The name of an agent. */
export type AgentName = keyof Agents;

/** The names of an agent's operations. */
export type OperationName<A extends AgentName> = keyof Agents[A]["operations"] & string;
