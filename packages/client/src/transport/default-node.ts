import type { Transport } from "./transport.ts";
import { undiciTransport } from "./undici-transport.ts";

/** The transport that a client gets in Node when it is given none. Throws TypeError for an invalid proxy. */
export function createDefaultTransport(proxy: string | undefined): Transport {
  return undiciTransport(proxy === undefined ? {} : { proxy });
}
