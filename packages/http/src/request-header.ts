import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";

/**
 * A header field of a request; `undefined` when it has none. Node's HTTP server has read the fields already; asking
 * Hono for the four that each request needs takes a twentieth of a look-up.
 */
export function requestHeader({ req, env }: Context, name: Lowercase<string>): string | undefined {
  const { incoming }: Partial<HttpBindings> = env ?? {};
  if (incoming === undefined) return req.header(name);
  const value = incoming.headers[name];
  return Array.isArray(value) ? value.join(", ") : value;
}
