import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import { graphqlApp } from "./app.ts";
import type { GraphQLAppOptions } from "./app-options.ts";
import { type BackendOptions, openBackend } from "./backend.ts";
import type { ServerSettings } from "./command-line.ts";
import { reportFault } from "./fault-report.ts";
import type { DevelopmentUser } from "./ticket-source.ts";

/** A server that is listening. */
export interface RunningServer {
  /** Where it listens, `http://127.0.0.1:4000`. */
  readonly url: string;
  /** The user as whom callers on this machine are served without credentials; absent when that is off. */
  readonly developmentUser?: DevelopmentUser;
  /** Refuses new connections, lets requests under way finish for up to ten seconds, and closes the store. */
  close(): Promise<void>;
}

/** What a server is started with. */
export interface ServerOptions
  extends BackendOptions,
    Pick<ServerSettings, "host" | "port">,
    Pick<
      GraphQLAppOptions,
      "allowedOrigins" | "persistedDocuments" | "requestsPerMinute" | "introspection" | "limits"
    > {
  /** True where nothing must be open that is meant for development. */
  readonly production: boolean;
}

const graceMs = 10_000;

/**
 * Starts GraphQL and SOAP over an embedded NetServer, or over a real one. Rejects with `StoreError` when the store
 * cannot be used, with TypeError for an upstream that cannot be called, and with Node's error when the port cannot be
 * listened on.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { store: _store, users: _users, upstream: _upstream, host, port, production, ...appOptions } = options;
  const backend = await openBackend(options);
  const { netServer, soap, developmentUser } = backend;
  const app = graphqlApp({
    introspection: !production,
    ...appOptions,
    netServer,
    routes: [soap],
    peerAddress: (context) => getConnInfo(context).remote.address,
    graphiql: !production,
    onUnexpectedError: reportFault,
    ...(developmentUser && { developmentUser }),
  });
  try {
    const server = await listening(app.fetch, host, port);
    return {
      url: urlOf(server, host),
      ...(developmentUser && { developmentUser }),
      async close() {
        await closed(server);
        await backend.close();
      },
    };
  } catch (error) {
    await backend.close();
    throw error;
  }
}

function listening(fetch: Parameters<typeof serve>[0]["fetch"], hostname: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    // Without a `createServer` of its own it is Node's HTTP/1.1 server.
    const server = serve({ fetch, hostname, port }, () => resolve(server)) as Server;
    // A client that dribbles its request must not hold a connection for ever.
    server.requestTimeout = 60_000;
    server.once("error", reject);
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const impatience = setTimeout(() => server.closeAllConnections(), graceMs);
    // A connection that was busy is idle once its request is answered, and would be kept for the client's next one.
    const sweep = setInterval(() => server.closeIdleConnections(), 100);
    server.close(() => {
      clearTimeout(impatience);
      clearInterval(sweep);
      resolve();
    });
  });
}

function urlOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
