import { fetchTransport } from "../fetch-transport.ts";
import type { Transport } from "../transport.ts";

/** The transport that a client gets elsewhere than in Node when it is given none. */
export function createDefaultTransport(): Transport {
  return fetchTransport();
}
