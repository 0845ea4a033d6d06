import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";

/**
 * A header field of a request; `undefined` when it has none. Node's HTTP server has read the fields already, and asking
 * it takes a tenth of the time that asking Hono does.
 */
export function headerField({ req, env }: Context, name: Lowercase<string>): string | undefined {
  const { incoming }: Partial<HttpBindings> = env ?? {};
  if (incoming === undefined) return req.header(name);
  const value = incoming.headers[name];
  return Array.isArray(value) ? value.join(", ") : value;
}
