import { type AgentName, agents, findServices, type ServicesVersion, servicesVersions } from "@superoffice-soap/schema";
import { destinationUnreachable } from "./refusal.ts";
import type { Service } from "./soap-action.ts";

/** The route of every service, for Hono: neither upper and lower case nor a slash at the end make a difference. */
export const servicePaths = [
  "/:remote{[Rr][Ee][Mm][Oo][Tt][Ee]}/:services/:service{[^/]+\\.[Ss][Vv][Cc]}",
  "/:remote{[Rr][Ee][Mm][Oo][Tt][Ee]}/:services/:service{[^/]+\\.[Ss][Vv][Cc]}/",
] as const;

/** The service that a path's last two parts name. Throws the Refusal for HTTP status 404 when there is none. */
export function serviceOfPath(services: string, file: string, served: readonly ServicesVersion[]): Service {
  const version = findServices(services);
  if (version === undefined || !served.includes(version)) {
    throw destinationUnreachable(`There is no version ${services.slice(0, 80)} here; ${listed(served)}.`);
  }
  const name = file.replace(/\.svc$/i, "");
  const agent = agentNames.find((known) => known.toLowerCase() === name.toLowerCase());
  if (agent === undefined) {
    throw destinationUnreachable(`There is no service ${name.slice(0, 80)} here; there are ${agentNames.join(", ")}.`);
  }
  return { services: version, agent };
}

// The keys of an object literal, which TypeScript does not narrow.
const agentNames = Object.keys(agents) as AgentName[];

function listed(served: readonly ServicesVersion[]): string {
  return served.length === servicesVersions.length
    ? `there are ${served[0]} to ${served.at(-1)}`
    : `there are ${served.join(", ")}`;
}
