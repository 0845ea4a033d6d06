import { type AgentName, at, type Schema, type ServicesVersion } from "@superoffice-soap/schema";
import { type EntityPlan, type Plan, planOf } from "./plan.ts";

/** The operation and direction that an element in the body stands for. */
export interface BodyElement {
  readonly services: ServicesVersion;
  readonly agent: AgentName;
  readonly operation: string;
  readonly direction: "request" | "response";
  /** The member that is the operation's result; `undefined` when it has none. */
  readonly result: string | undefined;
  /** Returns the element's plan, compiled on first use. */
  readonly plan: () => EntityPlan;
}

/** The elements of one version of the contract, by name. */
export interface OperationIndex {
  /** Requests and responses by element name; operations that share a response element stand under one name. */
  readonly bodies: ReadonlyMap<string, readonly BodyElement[]>;
  /** Header blocks by element name. */
  readonly headers: ReadonlyMap<string, Plan>;
}

const indexes = new Map<ServicesVersion, OperationIndex>();

/** Returns the index of a version, built on first use. */
export function operationIndexOf(services: ServicesVersion): OperationIndex {
  const known = indexes.get(services) ?? { bodies: bodiesAt(services), headers: headersAt(services) };
  indexes.set(services, known);
  return known;
}

function bodiesAt(services: ServicesVersion): Map<string, BodyElement[]> {
  const bodies = new Map<string, BodyElement[]>();
  for (const { name: agent, operations } of Object.values(at(services).agents)) {
    for (const { name: operation, input, output, result } of Object.values(operations)) {
      for (const [direction, entity] of [["request", input] as const, ["response", output] as const]) {
        const plan = () => entityPlan(entity, services);
        const element = { services, agent, operation, direction, result, plan };
        bodies.set(entity.xml.name, [...(bodies.get(entity.xml.name) ?? []), element]);
      }
    }
  }
  return bodies;
}

function entityPlan(schema: Schema, services: ServicesVersion): EntityPlan {
  const plan = planOf(schema, services);
  if (plan.kind !== "entity") throw new TypeError(`${schema.xml.name} is no entity`);
  return plan;
}

function headersAt(services: ServicesVersion): Map<string, Plan> {
  const headers = new Map<string, Plan>();
  for (const { requestHeaders, responseHeaders } of Object.values(at(services).agents)) {
    for (const [name, schema] of Object.entries({ ...requestHeaders, ...responseHeaders })) {
      headers.set(name, planOf(schema, services));
    }
  }
  return headers;
}
