import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";

/** A server in front of another one, which counts the requests that pass. */
export interface Hop {
  readonly endpoint: string;
  /** Returns the number of requests that came. */
  readonly requests: () => number;
  /** Returns the largest number of requests that were in flight at a time. */
  readonly most: () => number;
}

/**
 * Starts a hop to a GraphQL endpoint. It delays each request a little, and responds to those that `refuses` picks with
 * 503.
 */
export async function startHop(endpoint: string, refuses: (request: number) => boolean = () => false): Promise<Hop> {
  let [requests, underWay, most] = [0, 0, 0];
  const server = createServer({ keepAliveTimeout: 0 }, async (request, response) => {
    const refused = refuses(++requests);
    most = Math.max(most, ++underWay);
    await sleep(5);
    const answer = refused ? undefined : await passOn(endpoint, request);
    underWay -= 1;
    const headers = { "content-type": answer?.headers.get("content-type") ?? "text/plain" };
    response.writeHead(answer?.status ?? 503, headers).end(answer === undefined ? "busy" : await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}/graphql`, requests: () => requests, most: () => most };
}

async function passOn(endpoint: string, request: IncomingMessage): Promise<Response> {
  const { authorization } = request.headers;
  const headers = { "content-type": "application/json", ...(authorization && { authorization }) };
  return fetch(endpoint, { method: "POST", headers, body: await text(request) });
}
