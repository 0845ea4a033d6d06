import type { GraphQLAppOptions } from "@superoffice-soap/graphql";
import { defaultAnswerIdleMs, defaultBudgetBytes } from "@superoffice-soap/http";
import type { UserOptions } from "@superoffice-soap/netserver";
import type { ServicesVersion } from "@superoffice-soap/schema";
import type { MetricsReaders } from "../observability/health-routes.ts";
import type { LogLevel } from "../observability/log-levels.ts";
import type { ServerLog } from "../observability/server-log.ts";
import type { BehaviourFile } from "./behaviour-file.ts";
import type { Tenant } from "./tenant.ts";

/** The options that a server is started with. */
export interface ServerOptions
  extends Pick<GraphQLAppOptions, "maxUnknownBytes" | "persistedDocuments" | "introspection" | "limits"> {
  /** The version that GraphQL serves and that an upstream is called in. */
  readonly services: ServicesVersion;
  /** The store of an embedded NetServer: a directory, a PostgreSQL URL, or `:memory:`. */
  readonly store: string;
  /** The address of a real NetServer's services; without it one is embedded. */
  readonly upstream?: string;
  /** The URL of the proxy that upstreams are called through, or `"off"` for none. @default of the environment */
  readonly proxy?: string;
  /** The `User-Agent` that upstreams are sent. @default the client's */
  readonly userAgent?: string;
  /** NetServers by the name of the path that each is served below. With them, no NetServer is embedded. */
  readonly tenants?: Readonly<Record<string, Tenant>>;
  /** The users who may sign in to the embedded NetServer; without them, the user of the demo data set. */
  readonly users?: readonly UserOptions[];
  /** The behaviour of the embedded NetServer, and of any SOAP endpoint. @default as each of its options says */
  readonly behaviour?: BehaviourFile;
  /** The URL that clients find the server at, for WSDL's addresses. @default where the request for it was sent to */
  readonly publicUrl?: string;
  /**
   * The origins whose pages may call GraphQL and the SOAP endpoint: `https://app.example`, `https://*.app.example` for
   * every host below that name, or `*` for all. @default none but the server's own
   */
  readonly allowedOrigins?: readonly string[];
  /** Seconds that a browser may remember that a page may call. @default 600 */
  readonly corsMaxAgeSeconds?: number;
  /**
   * The number of requests that one caller, a credential at an address, may send to GraphQL in a minute.
   * @default Infinity
   */
  readonly requestsPerMinute?: number;
  readonly host: string;
  readonly port: number;
  /** True where nothing that is for development may be open. */
  readonly production: boolean;
  /** The sentences, for the log, on what is known to be amiss already. */
  readonly warnings?: readonly string[];
  /** The number of calls that an upstream is sent at a time, of all callers together. @default 64 */
  readonly upstreamConcurrency?: number;
  /**
   * The largest response of an upstream in bytes, unpacked; of a list that is streamed, the largest item.
   * @default 67108864 (64 MiB)
   */
  readonly maxResponseBytes?: number;
  /**
   * The bytes of upstreams' responses, unpacked, that one request may hold until its own response has been sent; all
   * others hold half of that together, and further responses wait. @default 25165824 (24 MiB)
   */
  readonly maxUpstreamBytes?: number;
  /** The number of requests that all callers at one address may send in a minute. @default Infinity */
  readonly requestsPerAddress?: number;
  /** Proxies whose `X-Forwarded-For` is believed, as addresses and networks. @default none */
  readonly trustedProxies?: readonly string[];
  /**
   * The bytes of bodies that all requests in flight may hold together; further ones wait, and then get status 503.
   * @default 33554432 (32 MiB)
   */
  readonly maxPendingBytes?: number;
  /** The largest SOAP request in bytes. @default 10485760 (10 MiB) */
  readonly maxSoapBytes?: number;
  /** Milliseconds that a client may read nothing of its responses before it is cut off. @default 60000 */
  readonly answerIdleMs?: number;
  /** The log of the server. @default faults, on standard error */
  readonly log?: ServerLog;
  /** The callers that may read `/metrics`. @default "local" */
  readonly metricsFor?: MetricsReaders;
  /** Milliseconds for which `/readyz` tells of the stop before new connections are refused. @default 0 */
  readonly shutdownDelayMs?: number;
  /** Milliseconds for which requests in flight may go on after that. @default 25000 */
  readonly shutdownTimeoutMs?: number;
}

// The options that the program has settings for too have their defaults here, and only here.

/** The defaults of a server's options. */
export const serverDefaults = {
  allowedOrigins: [],
  corsMaxAgeSeconds: 600,
  requestsPerMinute: Number.POSITIVE_INFINITY,
  requestsPerAddress: Number.POSITIVE_INFINITY,
  trustedProxies: [],
  maxSoapBytes: 10 * 1024 * 1024,
  maxPendingBytes: defaultBudgetBytes,
  // As many as WCF's own throttle takes at once on four processors: 16 for each.
  upstreamConcurrency: 64,
  maxResponseBytes: 64 * 1024 * 1024,
  maxUpstreamBytes: 24 * 1024 * 1024,
  answerIdleMs: defaultAnswerIdleMs,
  metricsFor: "local",
  shutdownDelayMs: 0,
  shutdownTimeoutMs: 25_000,
} as const satisfies Partial<ServerOptions>;

/** The log level where none is given. */
export const defaultLogLevel: LogLevel = "warn";
