import { pipeline, type Readable, type Transform } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { constants, createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { TransportError } from "@superoffice-soap/schema";
import { Agent, buildConnector, type Dispatcher } from "undici";
import { connectError } from "./connect-error.ts";
import { type ContentCoding, contentCodingsOf } from "./content-encoding.ts";
import { defaultUserAgent } from "./default-user-agent.ts";
import { filterResponseHeads } from "./filter-response-heads.ts";
import { type Environment, environmentProxyFor, type HttpProxy, proxyOf } from "./http-proxy.ts";
import { openTunnel } from "./open-tunnel.ts";
import type { Transport } from "./transport.ts";

/** The options of `undiciTransport`. */
export interface UndiciTransportOptions {
  /**
   * The longest time to wait for a connection.
   * @default 10_000
   */
  readonly connectTimeoutMs?: number;
  /**
   * The time for which an idle connection is kept, unless the server says otherwise.
   * @default 4_000
   */
  readonly keepAliveTimeoutMs?: number;
  /**
   * The URL of the proxy that all requests go through, which may hold a user name and a password, or `"off"` for none.
   * @default of the environment: `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, or in lower case
   */
  readonly proxy?: string;
  /**
   * Makes the connections instead, such as undici's `Agent` with a client's certificate. It is left open by `close`. A
   * `100 Continue` that was not asked for, and folded header fields, are then errors, and `proxy` is not used.
   */
  readonly dispatcher?: Dispatcher;
}

/**
 * Creates Node's transport, over undici, which keeps connections alive and costs an eighth of what Node's own `fetch` does.
 * Responses may be compressed with gzip, deflate or Brotli. Throws TypeError for an invalid `proxy`.
 */
export function undiciTransport(options: UndiciTransportOptions = {}): Transport {
  const routes = new Routes(options, process.env);
  let closing: Promise<void> | undefined;
  return {
    async send({ url, headers, body, signal }) {
      if (closing !== undefined) throw closed(url);
      const { dispatcher, origin, path, fields, proxy, forwardedBy } = routes.of(url);
      // Requests of one turn of the event loop are written together, so that they wake the server once.
      await setImmediate();
      try {
        const response = await dispatcher.request({
          origin,
          path,
          method: "POST",
          headers: fieldsOf(headers, fields),
          body,
          signal,
          // The client has its own time limits, which cover more.
          headersTimeout: 0,
          bodyTimeout: 0,
        });
        const get = (name: string) => fieldOf(response.headers, name);
        const decodedBody = decoded(response.body, get("content-encoding"));
        return { status: response.statusCode, headers: { get }, body: decodedBody, forwardedBy };
      } catch (error) {
        throw connectError(url, error, proxy) ?? error;
      }
    },
    close: () => {
      // undici refuses to be closed twice. Requests of `send` come first, since immediates run in order.
      closing ??= setImmediate().then(() => routes.close());
      return closing;
    },
  };
}

function closed(url: string): TransportError {
  const message = `${url} cannot be reached (the transport is closed)`;
  return new TransportError(message, { code: "unreachable", url, retrySafe: true });
}

/** The route to an address. */
interface Route {
  readonly dispatcher: Dispatcher;
  readonly origin: string;
  readonly path: string;
  /** Header fields for the proxy, names and values by turns. */
  readonly fields: readonly string[];
  /** The origin of the proxy on the way. */
  readonly proxy?: string;
  /** The same for a proxy that reads the request and may answer it itself. */
  readonly forwardedBy?: string;
}

/** The routes to addresses. It remembers the few that a client calls. */
class Routes {
  readonly #kept = new Map<string, Route>();
  readonly #connectTimeoutMs: number;
  readonly #keepAliveTimeoutMs: number;
  readonly #given: Dispatcher | undefined;
  readonly #proxyFor: (url: string) => HttpProxy | undefined;
  readonly #direct: Agent;
  /** Agents that connect through a proxy, by its origin. */
  readonly #tunnels = new Map<string, Agent>();

  constructor(options: UndiciTransportOptions, environment: Environment) {
    this.#connectTimeoutMs = options.connectTimeoutMs ?? 10_000;
    this.#keepAliveTimeoutMs = options.keepAliveTimeoutMs ?? 4_000;
    this.#given = options.dispatcher;
    this.#proxyFor = proxyChoice(options, environment);
    this.#direct = this.#agent(buildConnector({ timeout: this.#connectTimeoutMs }));
  }

  /** Returns the route to an address. Throws a TransportError when the environment names an invalid proxy for it. */
  of(url: string): Route {
    const known = this.#kept.get(url);
    if (known !== undefined) return known;
    const route = this.#newRoute(url);
    if (this.#kept.size >= maxKept) this.#kept.clear();
    this.#kept.set(url, route);
    return route;
  }

  async close(): Promise<void> {
    await Promise.all([this.#direct, ...this.#tunnels.values()].map((agent) => agent.close()));
  }

  #newRoute(url: string): Route {
    const { protocol, origin, host, pathname, search } = new URL(url);
    const path = pathname + search;
    const proxy = this.#chosenProxy(url);
    if (proxy === undefined) return { dispatcher: this.#given ?? this.#direct, origin, path, fields: [] };
    if (protocol === "https:") {
      return { dispatcher: this.#tunnel(proxy), origin, path, fields: [], proxy: proxy.origin };
    }
    // A proxy forwards a plain request that names the whole address (RFC 9112, 3.2.2); many make no tunnels to port 80.
    const credentials = proxy.authorization === undefined ? [] : ["proxy-authorization", proxy.authorization];
    const fields = ["host", host, ...credentials];
    const of = { proxy: proxy.origin, forwardedBy: proxy.origin };
    return { dispatcher: this.#direct, origin: proxy.origin, path: origin + path, fields, ...of };
  }

  #chosenProxy(url: string): HttpProxy | undefined {
    try {
      return this.#proxyFor(url);
    } catch (error) {
      const message = `${url} cannot be reached (${error instanceof Error ? error.message : error})`;
      throw new TransportError(message, { code: "unreachable", url, retrySafe: true });
    }
  }

  #tunnel(proxy: HttpProxy): Agent {
    const known = this.#tunnels.get(proxy.origin);
    if (known !== undefined) return known;
    const agent = this.#agent(tunnelConnector(proxy, this.#connectTimeoutMs));
    this.#tunnels.set(proxy.origin, agent);
    return agent;
  }

  #agent(connect: buildConnector.connector): Agent {
    return new Agent({ keepAliveTimeout: this.#keepAliveTimeoutMs, connect: filtered(connect) });
  }
}

const maxKept = 100;

function proxyChoice(
  { proxy, dispatcher }: UndiciTransportOptions,
  environment: Environment,
): (url: string) => HttpProxy | undefined {
  if (dispatcher !== undefined || proxy === "off") return () => undefined;
  if (proxy === undefined) return (url) => environmentProxyFor(url, environment);
  const given = proxyOf(proxy);
  return () => given;
}

function filtered(connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) => {
    connect(options, (...[error, socket]: Parameters<buildConnector.Callback>) => {
      if (error === null) callback(null, filterResponseHeads(socket));
      else callback(error, null);
    });
  };
}

/** Returns a connector that makes TLS connections through a proxy's tunnels. */
function tunnelConnector(proxy: HttpProxy, timeout: number): buildConnector.connector {
  const connect = buildConnector({ timeout });
  return (options, callback) => {
    const authority = options.host?.includes(":", options.host.lastIndexOf("]") + 1)
      ? options.host
      : `${options.host}:443`;
    openTunnel(proxy, authority, timeout).then(
      (httpSocket) => connect({ ...options, httpSocket }, callback),
      (error: Error) => callback(error, null),
    );
  };
}

/** Returns the header fields as undici takes them: names and values by turns. */
function fieldsOf(headers: Readonly<Record<string, string>>, ofRoute: readonly string[]): string[] {
  const fields = [...ofRoute, ...Object.entries(headers).flat()];
  if (!("user-agent" in headers)) fields.push("user-agent", defaultUserAgent);
  // Not deflate, which some servers, IIS among them, send without the header that it should have.
  if (!("accept-encoding" in headers)) fields.push("accept-encoding", "gzip, br");
  return fields;
}

function fieldOf(headers: Readonly<Record<string, string | string[] | undefined>>, name: string): string | null {
  const value = headers[name.toLowerCase()];
  return Array.isArray(value) ? value.join(", ") : (value ?? null);
}

// A body may be marked as compressed though it is empty, as proxies mark theirs. That one is cut off, its envelope shows.
const gunzip = () => createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });

const decoders: Readonly<Record<ContentCoding, () => Transform>> = {
  gzip: gunzip,
  "x-gzip": gunzip,
  deflate: () => createInflate({ finishFlush: constants.Z_SYNC_FLUSH }),
  br: () => createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH }),
};

/** Takes the codings off that are known. */
function decoded(body: Readable, header: string | null): AsyncIterable<Uint8Array> {
  if (header === null) return body;
  let bytes = body;
  // `pipeline` ends the other when one of the two ends; an error reaches the reader.
  for (const coding of contentCodingsOf(header).known) bytes = pipeline(bytes, decoders[coding](), () => undefined);
  return bytes;
}
