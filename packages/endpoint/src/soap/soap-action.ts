import { unquote } from "@superoffice-soap/http";
import { type AgentName, at, type ServicesVersion, soapActionOf } from "@superoffice-soap/schema";
import { actionNotSupported, type RequestFault } from "./request-fault.ts";

/** A service: an agent in one version. */
export interface Service {
  readonly services: ServicesVersion;
  readonly agent: AgentName;
}

/**
 * The operation that a SOAPAction header or an `action` parameter names; `undefined` when it is missing or blank; the
 * RequestFault for an action that no operation of the service has. `exact` wants an action, and takes upper and lower case
 * seriously.
 */
export function operationOfAction(
  written: string | undefined,
  service: Service,
  exact: boolean,
): string | RequestFault | undefined {
  const operations = operationsOf(service);
  const usual = written === undefined ? undefined : operations.get(written);
  if (usual !== undefined) return usual;
  const action = unquote(written ?? "");
  if (action !== "") {
    return (
      operations.get(`"${action}"`) ?? (exact ? undefined : namedInAnyCase(action, service)) ?? unknown(action, service)
    );
  }
  return exact ? actionNotSupported("The request has no SOAPAction, which says what operation is meant.") : undefined;
}

/** The operations of a service by their actions, in the quotes that nearly every client sends. */
function operationsOf(service: Service): ReadonlyMap<string, string> {
  const { operations } = at(service.services).agents[service.agent];
  const known = operationsByAction.get(operations);
  if (known !== undefined) return known;
  const prefix = prefixOf(service);
  const found = new Map(Object.keys(operations).map((name) => [`"${prefix}${name}"`, name]));
  operationsByAction.set(operations, found);
  return found;
}

const operationsByAction = new WeakMap<object, ReadonlyMap<string, string>>();

function namedInAnyCase(action: string, service: Service): string | undefined {
  const { services, agent } = service;
  const prefix = prefixOf(service);
  const wanted = action.toLowerCase();
  const operations = Object.keys(at(services).agents[agent].operations);
  return operations.find((operation) => (prefix + operation).toLowerCase() === wanted);
}

/** Returns the beginning that all actions of a service share. */
function prefixOf({ services, agent }: Service): string {
  return soapActionOf(services, agent, "");
}

function unknown(action: string, service: Service): RequestFault {
  const { services, agent } = service;
  return actionNotSupported(
    `No operation of ${services}/${agent} has the SOAPAction ${action.slice(0, 200)}; ` +
      `it must be ${prefixOf(service)} and the operation's name.`,
  );
}
