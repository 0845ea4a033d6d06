import { type AgentName, at, type Schema, type ServicesVersion } from "@superoffice-soap/schema";
import { type EntityPlan, type Plan, planOf } from "./plan.ts";

/** What an element in the body stands for. */
export interface BodyElement {
  readonly services: ServicesVersion;
  readonly agent: AgentName;
  readonly operation: string;
  readonly direction: "request" | "response";
  /** The member that is the operation's result. */
  readonly result: string | undefined;
  /** How the element is read; compiled when first asked for. */
  readonly plan: () => EntityPlan;
}

/** What the elements of one version stand for. */
export interface OperationIndex {
  /** Operations and answers by the name of their element; one name for several where operations share an answer. */
  readonly bodies: ReadonlyMap<string, readonly BodyElement[]>;
  /** Header blocks by the name of their element. */
  readonly headers: ReadonlyMap<string, Plan>;
}

const indexes = new Map<ServicesVersion, OperationIndex>();

/** The index of a version. Made on first use, then kept. */
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
