import { type AgentName, agents, findServices, type ServicesVersion, servicesVersions } from "@superoffice-soap/schema";
import { destinationUnreachable } from "./request-fault.ts";
import type { Service } from "./soap-action.ts";
import type { SoapRequest } from "./soap-request.ts";

const remote = "/:remote{[Rr][Ee][Mm][Oo][Tt][Ee]}";
const service = `${remote}/:services/:service{[^/]+\\.[Ss][Vv][Cc]}`;

/** The routes of every service, for Hono: neither upper and lower case nor a slash at the end make a difference. */
export const servicePaths = [service, `${service}/`] as const;

/** The routes of the index: of the newest version, and of one that is named. */
export const indexPaths = [remote, `${remote}/`, `${remote}/:services`, `${remote}/:services/`] as const;

/** Returns the service that a path names. Throws the RequestFault for HTTP status 404 when there is none. */
export function serviceOfPath(
  { services, file }: Pick<SoapRequest, "services" | "file">,
  served: readonly ServicesVersion[],
): Service {
  const version = servicesOfPath(services, served);
  return { services: version, agent: agentsByFile.get(file) ?? agentOfFile(file) };
}

function agentOfFile(file: string): AgentName {
  const name = file.replace(/\.svc$/i, "");
  const agent = agentNames.find((known) => known.toLowerCase() === name.toLowerCase());
  if (agent !== undefined) return agent;
  throw destinationUnreachable(`There is no service${shown(name)} here; there are ${agentNames.join(", ")}.`);
}

/** The version that a part of a path names. Throws the RequestFault for HTTP status 404 when it is not served. */
export function servicesOfPath(name: string, served: readonly ServicesVersion[]): ServicesVersion {
  const version = served.find((one) => one === name) ?? findServices(name);
  if (version !== undefined && served.includes(version)) return version;
  throw destinationUnreachable(`There is no version${shown(name)} here; ${listed(served)}.`);
}

/** A name that was asked for, as an answer in plain text shows it: markup is not repeated. */
function shown(name: string): string {
  return /^[\w.-]{1,80}$/.test(name) ? ` ${name}` : " of that name";
}

// The keys of an object literal, which TypeScript does not narrow.
const agentNames = Object.keys(agents) as AgentName[];

/** The agents by file name as nearly every client writes it. */
const agentsByFile: ReadonlyMap<string, AgentName> = new Map(agentNames.map((agent) => [`${agent}.svc`, agent]));

function listed(served: readonly ServicesVersion[]): string {
  return served.length === servicesVersions.length
    ? `there are ${served[0]} to ${served.at(-1)}`
    : `there are ${served.join(", ")}`;
}
