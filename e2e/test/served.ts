import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { type ServedPort, soapEndpoint } from "@superoffice-soap/endpoint";
import { createNetServer, type NetServer, type NetServerOptions } from "@superoffice-soap/netserver";
import type { Hono } from "hono";
import { onTestFinished } from "vitest";

/** Serves a Hono app on a port of the system's choice until the test is over. Gives its origin. */
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

/** The SOAP endpoint of any NetServer. Gives what a client takes as `url`. */
export async function endpointOf(port: ServedPort): Promise<string> {
  return `${await served(soapEndpoint(port))}/Remote`;
}

/** An embedded NetServer with its demo data, behind its SOAP endpoint, until the test is over. */
export async function embedded(options: NetServerOptions = {}): Promise<{ netServer: NetServer; url: string }> {
  const netServer = await createNetServer(options);
  onTestFinished(() => netServer.close());
  return { netServer, url: await endpointOf(netServer) };
}
