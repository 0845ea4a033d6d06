import { pipeline, type Readable, type Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { Agent, type Dispatcher, request } from "undici";
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
  // The client has its own time limits, which cover more.
  const untimed = { headersTimeout: 0, bodyTimeout: 0 };
  const own = new Agent({ ...untimed, keepAliveTimeout: keepAliveTimeoutMs, connect: { timeout: connectTimeoutMs } });
  let closing: Promise<void> | undefined;
  const fields = { "accept-encoding": "gzip, deflate, br" };
  return {
    async send({ url, headers, body, signal }) {
      const init = { method: "POST", headers: { ...fields, ...headers }, body, signal, ...untimed } as const;
      try {
        const response = await request(url, { ...init, dispatcher: dispatcher ?? own });
        const get = (name: string) => fieldOf(response.headers, name);
        return { status: response.statusCode, headers: { get }, body: decoded(response.body, get("content-encoding")) };
      } catch (error) {
        throw unreachable(url, error) ?? error;
      }
    },
    close: () => {
      // undici refuses to be closed twice.
      closing ??= own.close();
      return closing;
    },
  };
}

function fieldOf(headers: Readonly<Record<string, string | string[] | undefined>>, name: string): string | null {
  const value = headers[name.toLowerCase()];
  return Array.isArray(value) ? value.join(", ") : (value ?? null);
}

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

function decoded(body: Readable, encoding: string | null): AsyncIterable<Uint8Array> {
  const create = decoders[encoding?.trim().toLowerCase() ?? ""];
  // `pipeline` ends the other when one of the two ends; what went wrong reaches whoever reads.
  return create === undefined ? body : pipeline(body, create(), () => undefined);
}
