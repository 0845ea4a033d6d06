import { AsyncResource } from "node:async_hooks";
import type { RequestListener } from "node:http";
import type { Socket } from "node:net";

/** The greatest number of requests of one connection that may wait for the responses to earlier ones. */
export const maxWaiting = 100;

/**
 * A listener that gets the requests of a connection one after the other, each when the one before it is answered. Node
 * passes on all that a client sends without waiting for answers, so that one that never reads would have thousands
 * worked on at once. A connection with more than `maxWaiting` that wait is closed.
 */
export function serializePipelined(listener: RequestListener): RequestListener {
  const waiting = new WeakMap<Socket, number>();
  return (request, response) => {
    // Node gives a response its connection when the one before it has ended: most have theirs already.
    if (response.socket !== null) return listener(request, response);
    const { socket } = request;
    const count = (waiting.get(socket) ?? 0) + 1;
    if (count > maxWaiting) return socket.destroy();
    waiting.set(socket, count);
    const answer = () => {
      waiting.set(socket, (waiting.get(socket) ?? 0) - 1);
      listener(request, response);
    };
    // Whatever traces requests finds the right one.
    response.once("socket", AsyncResource.bind(answer));
  };
}
