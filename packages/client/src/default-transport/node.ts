import type { Transport } from "../transport.ts";
import { undiciTransport } from "../undici-transport.ts";

/** The transport that a client gets in Node when it is given none. */
export function createDefaultTransport(): Transport {
  return undiciTransport();
}
