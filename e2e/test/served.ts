import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { type ServedPort, soapEndpoint } from "@superoffice-soap/endpoint";
import { createNetServer, type NetServer, type NetServerOptions } from "@superoffice-soap/netserver";
import type { Hono } from "hono";
import { onTestFinished } from "vitest";

/** Serves a Hono app on a free port until the test has finished. Returns its origin. */
export async function served(app: Hono): Promise<string> {
  // No keep-alive timeout: on a busy machine a connection would run out while a client takes it up again.
  const serverOptions = { keepAliveTimeout: 0 };
  const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1", serverOptions });
  if (!server.listening) await once(server, "listening");
  onTestFinished(async () => {
    if ("closeAllConnections" in server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Serves the SOAP endpoint of a NetServer until the test has finished. Returns the `url` of a client for it. */
export async function endpointOf(port: ServedPort): Promise<string> {
  return `${await served(soapEndpoint(port))}/Remote`;
}

/** Serves an embedded NetServer with its demo data over SOAP until the test has finished. */
export async function embedded(options: NetServerOptions = {}): Promise<{ netServer: NetServer; url: string }> {
  const netServer = await createNetServer(options);
  onTestFinished(() => netServer.close());
  return { netServer, url: await endpointOf(netServer) };
}
