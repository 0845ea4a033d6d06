import { connectError } from "./connect-error.ts";
import type { Transport } from "./transport.ts";

/** The options of `fetchTransport`. */
export interface FetchTransportOptions {
  /**
   * Carries each request instead of the platform's `fetch`: another implementation, or an app in this process, such as
   * `soapEndpoint(netServer).request`.
   */
  readonly fetch?: (url: string, init: RequestInit) => Response | Promise<Response>;
}

/**
 * Creates a transport over `fetch`, for browsers, workers and other runtimes than Node, and for tests without a socket. In a
 * browser the server must allow the page's origin by CORS, the header fields `content-type` and `soapaction` included.
 */
export function fetchTransport(options: FetchTransportOptions = {}): Transport {
  // Looks the global up at each call, since it may be replaced later.
  const carry = options.fetch ?? ((url: string, init: RequestInit) => fetch(url, init));
  return {
    async send({ url, headers, body, signal }) {
      try {
        const init = { method: "POST", headers, body, signal, redirect: "manual", credentials: "omit" } as const;
        const response = await carry(url, init);
        return { status: response.status, headers: response.headers, body: chunksOf(response.body) };
      } catch (error) {
        throw connectError(url, error) ?? error;
      }
    },
    close: async () => undefined,
  };
}

// Not every browser can iterate over a stream.
async function* chunksOf(stream: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array, void, void> {
  if (stream === null) return;
  const reader = stream.getReader();
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Closes the connection when the loop was left early. Ignores the rejection of a stream that has already failed.
    await reader.cancel().catch(() => undefined);
  }
}
