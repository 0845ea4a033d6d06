import { defaultLimits, type Limits } from "@superoffice-soap/graphql";
import type { BehaviourFile } from "./behaviour-file.ts";
import { contradictionsIn, type SettingPlaces, unusedBeside } from "./contradictions.ts";
import { readBehaviour, readPersistedDocuments, readTenants, readUsers } from "./json-files.ts";
import type { ReadSettings } from "./read-settings.ts";
import type { ServerOptions } from "./server-options.ts";
import type { SettingValues } from "./settings.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Returns the options that a server with these settings is started with. Throws `UsageError` for a file that they name
 * and that is invalid, by itself or beside the others.
 */
export function serverOptionsOf({ values, places }: ReadSettings, production: boolean): ServerOptions {
  const behaviour = behaviourOf(values, places);
  const { host, port, data, services, upstream, users, tenants, persistedDocuments, publicUrl } = values;
  const { proxy, userAgent } = values;
  const { corsMaxAgeSeconds, requestsPerMinute, requestsPerAddress, introspection, allowOrigin, trustProxy } = values;
  const { maxSoapBytes, maxResponseBytes, upstreamConcurrency, answerIdleMs, shutdownDelayMs } = values;
  const { shutdownTimeoutMs, metrics, maxUnknownBytes, maxPendingBytes, maxUpstreamBytes } = values;
  return {
    ...{ host, port, services, production, store: data, trustedProxies: trustProxy, metricsFor: metrics },
    ...{ corsMaxAgeSeconds, requestsPerMinute, requestsPerAddress, introspection, allowedOrigins: allowOrigin },
    ...{ maxUnknownBytes, maxPendingBytes, maxUpstreamBytes },
    ...{ maxSoapBytes, maxResponseBytes, upstreamConcurrency, answerIdleMs, shutdownDelayMs, shutdownTimeoutMs },
    limits: limitsOf(values),
    warnings: [...contradictionsIn(places), ...unusedOf(behaviour, places)],
    ...(publicUrl !== null && { publicUrl }),
    ...(upstream !== null && { upstream }),
    ...(proxy !== null && { proxy }),
    ...(userAgent !== null && { userAgent }),
    ...(tenants !== null && { tenants: readTenants(tenants) }),
    ...(behaviour !== undefined && { behaviour }),
    ...(users !== null && { users: readUsers(users) }),
    ...(persistedDocuments !== null && { persistedDocuments: readPersistedDocuments(persistedDocuments) }),
  };
}

function behaviourOf(values: SettingValues, places: SettingPlaces): BehaviourFile | undefined {
  const { behaviour: path, services, upstream, tenants } = values;
  if (path === null) return undefined;
  const behaviour = readBehaviour(path);
  const isEmbedded = upstream === null && tenants === null;
  if (!isEmbedded || behaviour.services === undefined || behaviour.services.includes(services)) return behaviour;
  const place = places.get("services") ?? "unless --services says otherwise";
  throw new UsageError(`${path}: services must contain ${services}, which GraphQL calls (${place}).`);
}

/**
 * Returns the sentence for what a behaviour file says of the embedded NetServer, which is all of it except for `soap`.
 */
function unusedOf(behaviour: BehaviourFile = {}, places: SettingPlaces): readonly string[] {
  const unused = Object.keys(behaviour).filter((name) => name !== "soap");
  return unused.length === 0 ? [] : unusedBeside(`${unused.join(", ")} in ${places.get("behaviour")}`, places);
}

/** Each limit is a setting of the same name. */
function limitsOf(settings: SettingValues): Limits {
  const names = Object.keys(defaultLimits) as (keyof Limits)[];
  return Object.fromEntries(names.map((name) => [name, settings[name]])) as unknown as Limits;
}
