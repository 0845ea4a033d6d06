import { fetchTransport } from "./fetch-transport.ts";
import type { Transport } from "./transport.ts";

/** Creates the transport of a client outside of Node that is given none. Throws TypeError for a proxy. */
export function createDefaultTransport(proxy: string | undefined): Transport {
  if (proxy !== undefined) throw new TypeError("proxy is for Node: elsewhere the platform's own is used");
  return fetchTransport();
}
