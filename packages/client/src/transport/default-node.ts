import type { Transport } from "./transport.ts";
import { undiciTransport } from "./undici-transport.ts";

/** Creates the transport of a client in Node that is given none. Throws TypeError for an invalid proxy. */
export function createDefaultTransport(proxy: string | undefined): Transport {
  return undiciTransport(proxy === undefined ? {} : { proxy });
}
