import type { Transport } from "./transport.ts";
import { unreachable } from "./unreachable.ts";

/**
 * A transport over the platform's `fetch`, for browsers, workers and other runtimes than Node. In a browser the server
 * must allow the page's origin by CORS, the header fields `content-type` and `soapaction` included.
 */
export function fetchTransport(): Transport {
  return {
    async send({ url, headers, body, signal }) {
      try {
        const init = { method: "POST", headers, body, signal, redirect: "manual", credentials: "omit" } as const;
        const response = await fetch(url, init);
        return { status: response.status, headers: response.headers, body: chunksOf(response.body) };
      } catch (error) {
        throw unreachable(url, error) ?? error;
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
    // Closes the connection when the loop was left early; a stream that has failed rejects, which is known already.
    await reader.cancel().catch(() => undefined);
  }
}
