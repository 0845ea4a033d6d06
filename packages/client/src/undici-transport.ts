import { pipeline, type Readable, type Transform } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { constants, createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { TransportError } from "@superoffice-soap/schema";
import { Agent, type Dispatcher } from "undici";
import type { Transport } from "./transport.ts";
import { unreachable } from "./unreachable.ts";

/** How connections are made. */
export interface UndiciTransportOptions {
  /**
   * The longest time to wait for a connection.
   * @default 10_000
   */
  readonly connectTimeoutMs?: number;
  /**
   * How long an idle connection is kept, unless the server says otherwise.
   * @default 4_000
   */
  readonly keepAliveTimeoutMs?: number;
  /** Makes the connections instead, such as undici's `ProxyAgent`. It is left open by `close`. */
  readonly dispatcher?: Dispatcher;
}

/**
 * Node's transport: undici, which keeps connections alive and costs an eighth of what Node's own `fetch` does. Answers
 * may come compressed with gzip, deflate or Brotli.
 */
export function undiciTransport(options: UndiciTransportOptions = {}): Transport {
  const { connectTimeoutMs = 10_000, keepAliveTimeoutMs = 4_000, dispatcher } = options;
  const own = new Agent({ keepAliveTimeout: keepAliveTimeoutMs, connect: { timeout: connectTimeoutMs } });
  const addresses = new Addresses();
  let closing: Promise<void> | undefined;
  return {
    async send({ url, headers, body, signal }) {
      if (closing !== undefined) throw closed(url);
      const { origin, path } = addresses.of(url);
      // Requests that are made at once are written at once: one that is written alone wakes whoever waits for it.
      await setImmediate();
      try {
        const response = await (dispatcher ?? own).request({
          origin,
          path,
          method: "POST",
          headers: fieldsOf(headers),
          body,
          signal,
          // The client has its own time limits, which cover more.
          headersTimeout: 0,
          bodyTimeout: 0,
        });
        const get = (name: string) => fieldOf(response.headers, name);
        return { status: response.statusCode, headers: { get }, body: decoded(response.body, get("content-encoding")) };
      } catch (error) {
        throw unreachable(url, error) ?? error;
      }
    },
    close: () => {
      // undici refuses to be closed twice. What has begun to be sent comes first: immediates run in their order.
      closing ??= setImmediate().then(() => own.close());
      return closing;
    },
  };
}

function closed(url: string): TransportError {
  const message = `${url} cannot be reached (the transport is closed)`;
  return new TransportError(message, { code: "unreachable", url, retrySafe: true });
}

/** Addresses taken apart, the few that a client calls kept for the next time. */
class Addresses {
  readonly #kept = new Map<string, { readonly origin: string; readonly path: string }>();

  of(url: string): { readonly origin: string; readonly path: string } {
    const known = this.#kept.get(url);
    if (known !== undefined) return known;
    const { origin, pathname, search } = new URL(url);
    const address = { origin, path: pathname + search };
    if (this.#kept.size >= maxKept) this.#kept.clear();
    this.#kept.set(url, address);
    return address;
  }
}

const maxKept = 100;

/** The fields to send, as undici takes them: names and values by turns. */
function fieldsOf(headers: Readonly<Record<string, string>>): string[] {
  const fields = Object.entries(headers).flat();
  // Not deflate, which some servers, IIS among them, send without the header that it should have.
  return "accept-encoding" in headers ? fields : ["accept-encoding", "gzip, br", ...fields];
}

function fieldOf(headers: Readonly<Record<string, string | string[] | undefined>>, name: string): string | null {
  const value = headers[name.toLowerCase()];
  return Array.isArray(value) ? value.join(", ") : (value ?? null);
}

// A body may be marked as compressed though it is empty, as proxies mark theirs. That one is cut off, its envelope shows.
const gunzip = () => createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: gunzip,
  "x-gzip": gunzip,
  deflate: () => createInflate({ finishFlush: constants.Z_SYNC_FLUSH }),
  br: () => createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH }),
};

function decoded(body: Readable, encoding: string | null): AsyncIterable<Uint8Array> {
  const create = decoders[encoding?.trim().toLowerCase() ?? ""];
  // `pipeline` ends the other when one of the two ends; what went wrong reaches whoever reads.
  return create === undefined ? body : pipeline(body, create(), () => undefined);
}
