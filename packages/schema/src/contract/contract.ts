import type { Agent } from "../kit/agent.ts";
import type { Operation } from "../kit/operation.ts";
import type { Schema } from "../kit/schema.ts";
import { schemaAt } from "../kit/schema-at.ts";
import { assertKnownServices, isAvailable, namespaceOf, type ServicesVersion } from "../kit/services-version.ts";
import { anonymousRequestHeaders, requestHeaders, responseHeaders } from "../types/header-blocks.ts";
import { type AgentName, agents } from "./agents.ts";

/** An agent, in one version of the contract. */
export interface AgentContract {
  readonly name: AgentName;
  readonly description: string;
  /** The operations that the version has, their schemas projected to it. */
  readonly operations: Readonly<Record<string, Operation>>;
  /** The header blocks that its requests may carry, by element name. */
  readonly requestHeaders: Readonly<Record<string, Schema>>;
  /** The header blocks that its responses carry, by element name. */
  readonly responseHeaders: Readonly<Record<string, Schema>>;
}

/** One version of the whole contract. */
export interface Contract {
  readonly services: ServicesVersion;
  /** The target namespace. */
  readonly namespace: string;
  readonly agents: Readonly<Record<AgentName, AgentContract>>;
}

const contracts = new Map<ServicesVersion, Contract>();

/**
 * Returns the contract of a version, the same object on every call. Throws RangeError for an unknown version.
 */
export function at(services: ServicesVersion): Contract {
  const known = contracts.get(services);
  if (known !== undefined) return known;
  assertKnownServices(services);
  const contract = { services, namespace: namespaceOf(services), agents: agentsAt(services) };
  contracts.set(services, contract);
  return contract;
}

/** An operation of an agent, in a version of the contract. */
export interface OperationAddress {
  readonly services: ServicesVersion;
  readonly agent: AgentName;
  readonly operation: string;
}

/** Returns an operation as one version knows it. Throws RangeError for an unknown version or operation. */
export function operationAt({ services, agent, operation }: OperationAddress): Operation {
  const operations = at(services).agents[agent]?.operations ?? {};
  const found = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
  if (found === undefined) throw new RangeError(`${services} has no operation ${agent}.${operation}`);
  return found;
}

function agentsAt(services: ServicesVersion): Contract["agents"] {
  const projected = Object.entries(agents).map(([name, agent]) => [name, agentAt(agent, services)]);
  // One entry for each agent name, by the line above.
  return Object.fromEntries(projected) as Contract["agents"];
}

function agentAt({ name, description, authenticated, operations }: Agent, services: ServicesVersion): AgentContract {
  const known = Object.values(operations).filter(({ available }) => isAvailable(available, services));
  const headers = authenticated ? requestHeaders : anonymousRequestHeaders;
  return {
    // `agents` is keyed by the agents' own names, which a test proves.
    name: name as AgentName,
    description,
    operations: Object.fromEntries(known.map((operation) => [operation.name, operationIn(operation, services)])),
    requestHeaders: headersAt(headers, services),
    responseHeaders: headersAt(responseHeaders, services),
  };
}

function operationIn(operation: Operation, services: ServicesVersion): Operation {
  const { input, output } = operation;
  return { ...operation, input: schemaAt(input, services), output: schemaAt(output, services) };
}

function headersAt(headers: Readonly<Record<string, Schema>>, services: ServicesVersion) {
  return Object.fromEntries(Object.entries(headers).map(([name, schema]) => [name, schemaAt(schema, services)]));
}
