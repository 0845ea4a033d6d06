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
  /** Where an embedded NetServer keeps its data. */
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
  /** The behaviour of the embedded NetServer, and of the SOAP endpoint over any. @default as each of its options says */
  readonly behaviour?: BehaviourFile;
  /** Where clients find the server, for the addresses in WSDL. @default where the request for it was sent to */
  readonly publicUrl?: string;
  /**
   * Origins whose pages may call GraphQL and the SOAP endpoint: `https://app.example`, `https://*.app.example` for every
   * host below that name, or `*` for all. @default none but the server's own
   */
  readonly allowedOrigins?: readonly string[];
  /** Seconds that a browser may remember that a page may call. @default 600 */
  readonly corsMaxAgeSeconds?: number;
  /** How many requests one caller, a credential at an address, may send to GraphQL in a minute. @default Infinity */
  readonly requestsPerMinute?: number;
  readonly host: string;
  readonly port: number;
  /** True where nothing must be open that is meant for development. */
  readonly production: boolean;
  /** What is known to be amiss already, a sentence each, for the log. */
  readonly warnings?: readonly string[];
  /** How many calls an upstream is sent at a time, of all callers together. @default 64 */
  readonly upstreamConcurrency?: number;
  /** The longest answer of an upstream in bytes, unpacked; of a list that is streamed, the longest item. @default 67108864 (64 MiB) */
  readonly maxResponseBytes?: number;
  /**
   * The bytes of upstreams' answers, unpacked, that one request may hold until its response has been sent; all others hold
   * half of that together, and further answers wait. @default 25165824 (24 MiB)
   */
  readonly maxUpstreamBytes?: number;
  /** How many requests all callers at one address may send in a minute. @default Infinity */
  readonly requestsPerAddress?: number;
  /** Proxies whose `X-Forwarded-For` is believed, as addresses and networks. @default none */
  readonly trustedProxies?: readonly string[];
  /** The bytes of bodies that all requests in flight may hold together; further ones wait, and then get status 503. @default 33554432 (32 MiB) */
  readonly maxPendingBytes?: number;
  /** The largest SOAP request in bytes. @default 10485760 (10 MiB) */
  readonly maxSoapBytes?: number;
  /** Milliseconds that a client may take nothing of its answers before it is cut off. @default 60000 */
  readonly answerIdleMs?: number;
  /** @default faults, on standard error */
  readonly log?: ServerLog;
  /** Who may read `/metrics`. @default "local" */
  readonly metricsFor?: MetricsReaders;
  /** @default 0 */
  readonly shutdownDelayMs?: number;
  /** @default 25000 */
  readonly shutdownTimeoutMs?: number;
}

// What the program's settings have too has its default here, once.

/** What a server does that is not told otherwise. */
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

/** What is logged where nobody says how much. */
export const defaultLogLevel: LogLevel = "warn";
