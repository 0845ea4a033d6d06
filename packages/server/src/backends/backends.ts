import { type SoapEndpointOptions, soapEndpoint } from "@superoffice-soap/endpoint";
import type { DevelopmentUser } from "@superoffice-soap/graphql";
import { limitsOf } from "@superoffice-soap/graphql";
import { type ConnectorLog, createNetServer } from "@superoffice-soap/netserver";
import type { NetServerPort, ServicesVersion } from "@superoffice-soap/schema";
import type { Hono } from "hono";
import type { BehaviourFile } from "../configuration/behaviour-file.ts";
import type { ServerOptions } from "../configuration/server-options.ts";
import type { Tenant } from "../configuration/tenant.ts";
import { UsageError } from "../configuration/usage-error.ts";
import type { ResponseLeases } from "./response-leases.ts";
import { bridgeVersions } from "./version-bridge.ts";

/** A NetServer that serves the server's calls, embedded or behind it, and the SOAP endpoint over it. */
export interface Backend {
  /** The path that it is served below; blank for the server's root. */
  readonly basePath: string;
  /** The version that GraphQL serves. */
  readonly services: ServicesVersion;
  readonly netServer: NetServerPort;
  /** The SOAP endpoint below `/Remote/`. */
  readonly soap: Hono;
  /** The user as whom callers on this machine are served without credentials; absent when that is off. */
  readonly developmentUser?: DevelopmentUser;
  /**
   * Rejects when calls cannot be served now. A NetServer behind this one is not asked: while it is unreachable, each
   * call fails with the reason.
   */
  checkReady(): Promise<void>;
  /** Tells whether any user can sign in. Always true for a NetServer behind this one, which has its own users. */
  hasUsers(): Promise<boolean>;
  close(): Promise<void>;
}

/** A real NetServer as it is called. */
export interface Upstream {
  /** The address of its services, without the version and without a slash at its end. */
  readonly url: string;
  /** The version that it is called in. */
  readonly services: ServicesVersion;
}

/** The options that backends are made from. */
export interface BackendOptions
  extends Pick<
      ServerOptions,
      | "store"
      | "services"
      | "upstream"
      | "proxy"
      | "userAgent"
      | "limits"
      | "tenants"
      | "users"
      | "production"
      | "behaviour"
      | "publicUrl"
    >,
    Pick<Required<ServerOptions>, "upstreamConcurrency" | "maxResponseBytes"> {
  /**
   * Wraps the NetServer so that each call is observed, whether by GraphQL or by SOAP. An embedded NetServer has no
   * `upstream`.
   */
  readonly observe: (netServer: NetServerPort, upstream?: Upstream) => NetServerPort;
  /** Receives the reason why the embedded NetServer could not look for work to sync. */
  readonly onPollingFailure?: (error: unknown) => void;
  /** Receives what the embedded NetServer's ERP connectors do wrong. */
  readonly connectorLog?: ConnectorLog;
  /** The leases of what upstreams answer; `undefined` where NetServer is embedded. */
  readonly responseLeases: ResponseLeases | undefined;
  /** The options of the SOAP endpoint. */
  readonly soapOptions: SoapEndpointOptions;
}

/** The user of the demo data set. */
const demoUser: DevelopmentUser = { userName: "ADM0", password: "" };

/** Opens the backends that the options ask for. Rejects with `StoreError` when an embedded one cannot use its store. */
export async function openBackends(options: BackendOptions): Promise<readonly Backend[]> {
  const { upstream, tenants, services } = options;
  if (upstream === undefined && tenants === undefined) return [await embeddedBackend(options)];
  const remotes = Object.entries(tenants ?? {}).map(([name, tenant]) => [`/${name}`, tenant] as const);
  const all = upstream === undefined ? remotes : [["", { upstream }] as const, ...remotes];
  return Promise.all(all.map(([basePath, tenant]) => remoteBackend(basePath, { services, ...tenant }, options)));
}

async function embeddedBackend(options: BackendOptions): Promise<Backend> {
  const { store, services, users, production, behaviour, observe, onPollingFailure, connectorLog } = options;
  const demo = users === undefined && !production;
  const netServer = await createNetServer({
    ...netServerOptionsIn(behaviour),
    ...{ store, demo, ...(users && { users }) },
    synchronization: {
      ...behaviour?.synchronization,
      ...(onPollingFailure && { onPollingFailure }),
      ...(connectorLog && { log: connectorLog }),
    },
  });
  const observed = { ...netServer, ...observe(netServer) };
  const soap = soapOptionsAt("", options);
  return {
    basePath: "",
    services,
    netServer: observed,
    soap: soapEndpoint(observed, netServer.demo ? soap : withoutHints(soap)),
    checkReady: () => netServer.checkStore(),
    hasUsers: () => netServer.hasUsers(),
    close: () => netServer.close(),
    ...(netServer.demo && { developmentUser: demoUser }),
  };
}

function netServerOptionsIn({ soap: _soap, ...netServer }: BehaviourFile = {}) {
  return netServer;
}

function soapOptionsAt(basePath: string, { soapOptions, publicUrl }: BackendOptions): SoapEndpointOptions {
  return publicUrl === undefined
    ? soapOptions
    : { ...soapOptions, publicUrl: publicUrl.trim().replace(/\/+$/, "") + basePath };
}

/**
 * Returns the options without hints: a real NetServer signs in no user without a password, so there is nothing to hint
 * at.
 */
function withoutHints({ onHint: _onHint, ...options }: SoapEndpointOptions): SoapEndpointOptions {
  return options;
}

/**
 * Makes the backend of a real NetServer, called in one version of the contract and passed on to SOAP clients of every
 * version.
 */
async function remoteBackend(
  basePath: string,
  { upstream, services }: Required<Tenant>,
  options: BackendOptions,
): Promise<Backend> {
  // Imported here, so that a server that embeds its NetServer starts sooner without them.
  const { createClient } = await import("@superoffice-soap/client");
  const { traceRequests } = await import("@superoffice-soap/client/tracing");
  const { upstreamConcurrency: concurrency, maxResponseBytes, proxy, userAgent } = options;
  const http = { ...(proxy !== undefined && { proxy }), ...(userAgent !== undefined && { userAgent }) };
  // The client waits as long as the server's own limits, so that these are what ends a request.
  const { timeoutMs, streamTimeoutMs } = limitsOf(options.limits);
  const limits = { timeoutMs, streamTimeoutMs, concurrency, maxResponseBytes };
  const client = asUsageError(basePath, () =>
    createClient({ url: upstream, services, ...http, ...limits, interceptors: [traceRequests()] }),
  );
  const netServer = options.observe(options.responseLeases?.port(client) ?? client, { url: client.url, services });
  return {
    basePath,
    services,
    netServer,
    soap: soapEndpoint(bridgeVersions(netServer, services), withoutHints(soapOptionsAt(basePath, options))),
    checkReady: async () => undefined,
    hasUsers: async () => true,
    close: () => client.close(),
  };
}

/** Tells whether an error is about an option that is a setting of the same name, but not a RangeError. */
function isAboutSetting(error: unknown): error is TypeError {
  return error instanceof TypeError && /^(?:proxy|userAgent) must /.test(error.message);
}

/** Makes something of the options. Throws `UsageError`, which names the setting, where an option is invalid. */
function asUsageError<T>(basePath: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof RangeError) && !isAboutSetting(error)) throw error;
    const of = basePath === "" ? "" : ` of ${basePath.slice(1)}`;
    const names = new Map([
      ["url", `upstream${of}`],
      ["concurrency", "upstreamConcurrency"],
    ]);
    // The message begins with the option that it is about.
    throw new UsageError(`${error.message.replace(/^\w+/, (option) => names.get(option) ?? option)}.`);
  }
}
