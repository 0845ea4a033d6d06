import { agents, servicesVersions } from "@superoffice-soap/schema";

/**
 * Returns the route that a path belongs to, for logs and metrics: one of few, whatever callers make up. A path that is
 * none of the server's is `other`, since it may hold anything, such as a ticket.
 */
export function routeLabel(path: string): string {
  const known = routes.get(path.toLowerCase());
  if (known !== undefined) return known;
  if (path.toLowerCase().startsWith("/remote/")) return "/Remote/*";
  const ofTenant = routes.get(/^\/[\w-]+(\/(?:graphql|remote\/.*))$/i.exec(path.toLowerCase())?.[1] ?? "");
  return ofTenant === undefined ? "other" : `/:tenant${ofTenant}`;
}

const addresses = servicesVersions.flatMap((services) =>
  Object.keys(agents).map((agent) => `/Remote/${services}/${agent}.svc`),
);

const routes: ReadonlyMap<string, string> = new Map(
  ["/", "/graphql", "/healthz", "/readyz", "/metrics", ...addresses].map((route) => [route.toLowerCase(), route]),
);
