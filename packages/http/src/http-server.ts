import { createServer, type RequestListener, type Server } from "node:http";
import type { Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { serializePipelined } from "./pipelining.ts";

/** Milliseconds that a client may take nothing of its answers, unless told otherwise. */
export const defaultAnswerIdleMs = 60_000;

/** The connections that a server has. */
const connections = new WeakMap<Server, Set<Socket>>();

/**
 * Listens, and resolves once it does. Rejects with Node's error when the port cannot be had. A client that takes nothing
 * of its answers for `answerIdleMs` milliseconds is cut off.
 */
export function listening(
  fetch: Parameters<typeof getRequestListener>[0],
  hostname: string,
  port: number,
  answerIdleMs = defaultAnswerIdleMs,
): Promise<Server> {
  return new Promise((resolve, reject) => {
    // The host of requests that name none, as HTTP/1.0 allows.
    const answer = serializePipelined(getRequestListener(fetch, { hostname: hostInUrl(hostname) }));
    const server = createServer(cutUnread(answer));
    server.timeout = answerIdleMs;
    // A client that dribbles its request must not hold a connection for ever.
    server.requestTimeout = 60_000;
    // As IIS does it: Node's 5 s are less than load balancers, and SOAP clients that call now and then, count on.
    server.keepAliveTimeout = 120_000;
    server.once("error", reject);
    const open = new Set<Socket>();
    connections.set(server, open);
    server.on("connection", (socket: Socket) => {
      open.add(socket);
      socket.once("close", () => open.delete(socket));
    });
    server.listen(port, hostname, () => resolve(server));
  });
}

/**
 * A listener that cuts a connection when its time is up, which Node's timer says, and an answer on it waits to be taken.
 * Node starts the timer anew with each byte that goes; an answer that is still being made is not the client's fault.
 */
function cutUnread(listener: RequestListener): RequestListener {
  return (request, response) => {
    const { socket } = request;
    // With a listener here Node leaves the connection alone.
    response.on("timeout", () => {
      if (socket.writableLength > 0) socket.destroy();
    });
    listener(request, response);
  };
}

/** Refuses new connections, and resolves when the requests in flight are answered or the time is over. */
export function closed(server: Server, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const forceClose = setTimeout(() => server.closeAllConnections(), timeoutMs);
    // A connection that was busy is idle once its request is answered, and would be kept for the client's next one.
    const sweep = setInterval(() => {
      server.closeIdleConnections();
      // One on which nothing has come yet, as browsers open them in advance, is not idle to Node.
      for (const socket of connections.get(server) ?? []) if (socket.bytesRead === 0) socket.destroy();
    }, 100);
    server.close(() => {
      clearTimeout(forceClose);
      clearInterval(sweep);
      resolve();
    });
  });
}

/** Returns the URL at which a server listens, `http://127.0.0.1:4000`. */
export function urlOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return `http://${hostInUrl(host)}:${port}`;
}

/** A host as URLs have it, which have no place for the zone of an IPv6 address. */
function hostInUrl(host: string): string {
  return host.includes(":") ? `[${host.replace(/%.*/, "")}]` : host;
}
