import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createSocketServer, type Server, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** Starts listening on a free port of the loopback interface. Returns the `url` of a client for an upstream there. */
async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/SuperOffice/Remote`;
}

/** An HTTP server that a test has started. */
export interface LocalServer {
  /** The `url` of a client for it. */
  readonly url: string;
  /** Returns the number of connections that were made. */
  readonly connections: () => number;
}

/** Starts an HTTP server. It stops when the test has finished. */
export async function startHttpServer(serve: RequestListener): Promise<LocalServer> {
  let connections = 0;
  // No keep-alive timeout: on a busy machine a connection would run out while a client takes it up again.
  const server = createServer({ keepAliveTimeout: 0 }, serve);
  server.on("connection", () => {
    connections++;
  });
  const url = await listen(server);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url, connections: () => connections };
}

/**
 * Starts a server below HTTP: `serve` gets each connection once a request has arrived. Returns the `url` of a client for
 * it. The server stops when the test has finished.
 */
export async function startSocketServer(serve: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createSocketServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("data", () => serve(socket));
  });
  const url = await listen(server);
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return url;
}

/** Returns the `url` of an upstream whose port is closed. */
export async function deadAddress(): Promise<string> {
  const server = createSocketServer();
  const url = await listen(server);
  server.close();
  await once(server, "close");
  return url;
}
