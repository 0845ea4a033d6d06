import type { UnknownMembers } from "@superoffice-soap/codec";
import {
  assertKnownServices,
  findServices,
  latestServices,
  type ServicesVersion,
  type SoTimeZone,
} from "@superoffice-soap/schema";
import type { Interceptor } from "./interceptors/interceptor.ts";
import type { Transport } from "./transport/transport.ts";

/** A secret, or a function that returns it each time that it is needed. */
export type Secret = string | (() => string | Promise<string>);

/** The retries of a request. */
export interface RetryOptions {
  /**
   * The number of retries after the first attempt; 0 for none.
   * @default 2
   */
  readonly maxRetries?: number;
  /**
   * The wait before the first retry. It doubles from one retry to the next, with jitter.
   * @default 200
   */
  readonly initialDelayMs?: number;
  /**
   * The longest wait, unless the server asks for a longer one (`Retry-After`).
   * @default 5_000
   */
  readonly maxDelayMs?: number;
}

/** The options of the circuit breaker. */
export interface CircuitOptions {
  /**
   * The number of consecutive failures that opens the circuit: calls then fail immediately.
   * @default 5
   */
  readonly failures?: number;
  /**
   * The time after which one call is let through for trial. If it succeeds, the circuit closes.
   * @default 10_000
   */
  readonly halfOpenAfterMs?: number;
}

/** The options of a client: the address of NetServer, the credentials, and the limits. */
export interface ClientOptions {
  /**
   * The address of the services, such as `https://crm.example.com/SuperOffice/Remote`. It may end in the version that
   * is spoken (`/Services88`), as the claim `netserver_url` of SuperOffice's sign-in does.
   */
  readonly url: string;
  /**
   * The version of the contract to speak.
   * @default "Services88"
   */
  readonly services?: ServicesVersion;
  /** A ticket to call with. Given as a function it is asked for again when the server refuses the ticket. */
  readonly ticket?: Secret;
  /** With `password`: signs in when the first call needs it, and again when the ticket has expired. */
  readonly username?: string;
  readonly password?: string;
  /** An OAuth access token to sign in with, from Services86 on. A function is asked at each sign-in. */
  readonly accessToken?: Secret;
  /** The app's client secret, which Online wants on every call. */
  readonly applicationToken?: string;
  /** The time zone that diary dates are given in. */
  readonly timeZone?: SoTimeZone;
  /**
   * The carrier of the requests. A transport that is given stays open when the client is closed.
   * @default undici in Node, `fetch` elsewhere
   */
  readonly transport?: Transport;
  /**
   * The URL of the proxy that all requests go through, which may hold a user name and a password, or `"off"` for none.
   * For Node's own transport only: one that is given has its own, and a browser's is the browser's.
   * @default of the environment: `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, or in lower case
   */
  readonly proxy?: string;
  /**
   * The `User-Agent` of all requests. Firewalls refuse requests without one.
   * @default "superoffice-soap/" and the client's version in Node; the platform's own with `fetchTransport`
   */
  readonly userAgent?: string;
  /**
   * The longest time from a call to its answer: waiting for a slot, signing in and retries included. A streamed list
   * must begin in that time. `Infinity`, or more than 2,147,483,647 (25 days), is no limit.
   * @default 60_000
   */
  readonly timeoutMs?: number;
  /**
   * The longest time between one part of a streamed list and the next, once it has begun.
   * @default as `timeoutMs`
   */
  readonly streamTimeoutMs?: number;
  /** Retries happen only where the contract says that they are safe, or when the request was certainly not sent. */
  readonly retry?: RetryOptions;
  readonly circuit?: CircuitOptions;
  /**
   * The number of concurrent requests; others wait for a slot. A streamed list counts until it has ended.
   * @default 64, which WCF's own throttle (16 for each processor) takes on four processors
   */
  readonly concurrency?: number;
  /**
   * The number of calls that may wait for a slot; more fail immediately.
   * @default 1_000
   */
  readonly maxQueued?: number;
  /**
   * The longest answer in bytes, uncompressed; of a streamed list the longest item.
   * @default 67_108_864
   */
  readonly maxResponseBytes?: number;
  /**
   * Fills in value types that an answer leaves out with their default (0, `false`, …).
   * @default false
   */
  readonly defaults?: boolean;
  /**
   * Refuses an input with a member that the contract does not know, at any depth, since it is probably misspelt, or
   * drops the member: for callers that send back the values of a newer server.
   * @default "refuse"
   */
  readonly unknownMembers?: UnknownMembers;
  /** The interceptors around each request, the first one outermost: for logs, traces and metrics. */
  readonly interceptors?: readonly Interceptor[];
  /** Aborts everything that the client does. */
  readonly signal?: AbortSignal;
}

/** The options with their defaults applied. */
export interface ClientSettings {
  /** Without version and without a slash at its end. */
  readonly url: string;
  readonly services: ServicesVersion;
  readonly timeoutMs: number;
  readonly streamTimeoutMs: number;
  readonly retry: Required<RetryOptions>;
  readonly circuit: Required<CircuitOptions>;
  readonly concurrency: number;
  readonly maxQueued: number;
  readonly maxResponseBytes: number;
  readonly defaults: boolean;
  readonly unknownMembers: UnknownMembers;
  readonly interceptors: readonly Interceptor[];
  readonly userAgent: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Applies the defaults. Throws TypeError or RangeError for an invalid option. */
export function settingsOf(options: ClientOptions): ClientSettings {
  const { services = latestServices, timeoutMs = 60_000, concurrency = 64, maxQueued = 1_000 } = options;
  const { streamTimeoutMs = timeoutMs } = options;
  const { maxResponseBytes = 64 * 1024 * 1024, defaults = false, interceptors = [], userAgent, signal } = options;
  const { unknownMembers = "refuse" } = options;
  const { maxRetries = 2, initialDelayMs = 200, maxDelayMs = 5_000 } = options.retry ?? {};
  const { failures = 5, halfOpenAfterMs = 10_000 } = options.circuit ?? {};
  assertKnownServices(services);
  assertUnknownMembers(unknownMembers);
  assertAtLeast(1, { timeoutMs, streamTimeoutMs, concurrency, maxResponseBytes, failures });
  assertAtLeast(0, { maxQueued, maxRetries, initialDelayMs, maxDelayMs, halfOpenAfterMs });
  const retry = { maxRetries, initialDelayMs, maxDelayMs };
  const circuit = { failures, halfOpenAfterMs };
  const limits = { timeoutMs, streamTimeoutMs, concurrency, maxQueued, maxResponseBytes };
  assertUserAgent(userAgent);
  const url = baseOf(options.url, services);
  const values = { defaults, unknownMembers };
  return { url, services, ...limits, retry, circuit, ...values, interceptors, userAgent, signal };
}

function assertUnknownMembers(treatment: string): void {
  if (treatment === "refuse" || treatment === "drop") return;
  throw new RangeError(`unknownMembers must be "refuse" or "drop", not ${JSON.stringify(treatment)}`);
}

/** Throws RangeError for an option that is less than it may be, or no number. */
export function assertAtLeast(least: number, options: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (typeof value === "number" && value >= least) continue;
    const found = typeof value === "string" ? JSON.stringify(value) : value;
    throw new RangeError(`${name} must be at least ${least}, not ${found}`);
  }
}

// HTTP defines no encoding for other characters.
function assertUserAgent(userAgent: string | undefined): void {
  if (userAgent === undefined || /^[!-~](?:[ -~]*[!-~])?$/.test(userAgent)) return;
  throw new TypeError("userAgent must be printable ASCII, without blanks around it");
}

function baseOf(given: string, services: ServicesVersion): string {
  const url = given.trim();
  const { protocol, username, password } = new URL(url);
  if (protocol !== "https:" && protocol !== "http:") throw new TypeError("url must be an http or https address");
  if (username !== "" || password !== "") throw new TypeError("url must not hold a user name or password");
  // The parts of a URL do not tell an empty query from none.
  if (/[?#]/.test(url)) throw new TypeError("url must not have a query or fragment");
  return withoutVersion(withoutSlash(url), services);
}

// SuperOffice gives an app the address of one version. Calls may be of several, so each adds its own.
function withoutVersion(url: string, services: ServicesVersion): string {
  const named = /\/(Services\d+)$/i.exec(url)?.[1];
  if (named === undefined) return url;
  if (findServices(named) !== services) {
    throw new RangeError(`url ends in ${named}, but services is ${services}`);
  }
  return withoutSlash(url.slice(0, -named.length));
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}
