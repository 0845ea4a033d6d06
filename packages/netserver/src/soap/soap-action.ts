import { type AgentName, at, type ServicesVersion, soapActionOf } from "@superoffice-soap/schema";
import { actionNotSupported, type Refusal } from "./refusal.ts";

/** A service: an agent in one version. */
export interface Service {
  readonly services: ServicesVersion;
  readonly agent: AgentName;
}

/** The text of a SOAPAction header or `action` parameter without quotes; `undefined` when missing or blank. */
export function actionOf(header: string | undefined): string | undefined {
  const action = header
    ?.trim()
    .replace(/^(["'])(.*)\1$/s, "$2")
    .trim();
  return action === "" ? undefined : action;
}

/**
 * The operation that an action names; `undefined` without an action; the Refusal for an action that no operation of the
 * service has. `exact` wants an action, and takes upper and lower case seriously.
 */
export function operationOfAction(
  action: string | undefined,
  service: Service,
  exact: boolean,
): string | Refusal | undefined {
  if (action !== undefined) {
    return named(action, service) ?? (exact ? undefined : namedInAnyCase(action, service)) ?? unknown(action, service);
  }
  return exact ? actionNotSupported("The request has no SOAPAction, which says what operation is meant.") : undefined;
}

function named(action: string, { services, agent }: Service): string | undefined {
  const prefix = prefixOf({ services, agent });
  const operation = action.slice(prefix.length);
  const known = action.startsWith(prefix) && Object.hasOwn(at(services).agents[agent].operations, operation);
  return known ? operation : undefined;
}

function namedInAnyCase(action: string, service: Service): string | undefined {
  const { services, agent } = service;
  const prefix = prefixOf(service);
  const wanted = action.toLowerCase();
  const operations = Object.keys(at(services).agents[agent].operations);
  return operations.find((operation) => (prefix + operation).toLowerCase() === wanted);
}

/** What the actions of a service begin with. */
function prefixOf({ services, agent }: Service): string {
  return soapActionOf(services, agent, "");
}

function unknown(action: string, service: Service): Refusal {
  const { services, agent } = service;
  return actionNotSupported(
    `No operation of ${services}/${agent} has the SOAPAction ${action.slice(0, 200)}; ` +
      `it must be ${prefixOf(service)} and the operation's name.`,
  );
}
