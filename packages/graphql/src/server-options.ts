import type { ServicesVersion } from "@superoffice-soap/schema";
import type { Behaviour } from "./behaviour.ts";
import type { SettingValues } from "./configuration/settings.ts";
import { UsageError } from "./configuration/usage-error.ts";
import { readBehaviour, readPersistedDocuments, readTenants, readUsers } from "./json-file.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import type { ServerOptions } from "./server.ts";

/** What a server is started with when it has these settings. Throws `UsageError` for a file that they name and that will not do. */
export function serverOptionsOf(settings: SettingValues, production: boolean): ServerOptions {
  const { host, port, data, services, upstream, users, persistedDocuments, allowOrigin, trustProxy, metrics } =
    settings;
  const { behaviour, publicUrl, upstreamConcurrency } = settings;
  const { corsMaxAgeSeconds, requestsPerMinute, requestsPerAddress, introspection } = settings;
  const { maxSoapBytes, shutdownDelayMs, shutdownTimeoutMs } = settings;
  return {
    ...{ host, port, services, production, store: data, trustedProxies: trustProxy, metricsFor: metrics },
    ...{ corsMaxAgeSeconds, requestsPerMinute, requestsPerAddress, introspection, allowedOrigins: allowOrigin },
    ...{ upstreamConcurrency, maxSoapBytes, shutdownDelayMs, shutdownTimeoutMs, limits: limitsOf(settings) },
    ...(publicUrl !== null && { publicUrl }),
    ...(upstream !== null && { upstream }),
    ...(settings.tenants !== null && { tenants: readTenants(settings.tenants) }),
    ...(behaviour !== null && { behaviour: behaviourIn(behaviour, services) }),
    ...(users !== null && { users: readUsers(users) }),
    ...(persistedDocuments !== null && { persistedDocuments: readPersistedDocuments(persistedDocuments) }),
  };
}

function behaviourIn(path: string, services: ServicesVersion): Behaviour {
  const behaviour = readBehaviour(path);
  if (behaviour.services === undefined || behaviour.services.includes(services)) return behaviour;
  throw new UsageError(`${path}/services must contain ${services}, which GraphQL calls (--services).`);
}

/** Each limit is a setting of the same name. */
function limitsOf(settings: SettingValues): Limits {
  const names = Object.keys(defaultLimits) as (keyof Limits)[];
  return Object.fromEntries(names.map((name) => [name, settings[name]])) as unknown as Limits;
}
