import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { Socket } from "node:net";
import { defaultUserAgent } from "./default-user-agent.ts";
import type { HttpProxy } from "./http-proxy.ts";

/** Thrown when a proxy made no connection to the server. The request was not sent. */
class ProxyError extends Error {
  override readonly name = "ProxyError";
  readonly code = "ERR_PROXY";
  /** The HTTP status of the proxy's response; `undefined` without one. */
  readonly status: number | undefined;

  constructor(
    { origin }: HttpProxy,
    reason: string,
    details: { readonly status?: number; readonly cause?: unknown } = {},
  ) {
    super(`the proxy ${origin} ${reason}`, details.cause === undefined ? undefined : { cause: details.cause });
    this.status = details.status;
  }
}

/**
 * Asks a proxy (`CONNECT`) for a connection to `authority`, a host and its port. Rejects with a ProxyError when there is
 * none within `timeoutMs`.
 */
export function openTunnel(proxy: HttpProxy, authority: string, timeoutMs: number): Promise<Socket> {
  const { protocol, hostname, port } = new URL(proxy.origin);
  const send = protocol === "https:" ? requestHttps : requestHttp;
  const headers: Record<string, string> = { host: authority, "user-agent": defaultUserAgent };
  if (proxy.authorization !== undefined) headers["proxy-authorization"] = proxy.authorization;
  return new Promise((resolve, reject) => {
    const host = hostname.replace(/^\[|\]$/g, "");
    const request = send({ method: "CONNECT", host, port, path: authority, headers, agent: false });
    const timer = setTimeout(() => {
      request.destroy(new ProxyError(proxy, `did not connect to ${authority} within ${timeoutMs} ms`));
    }, timeoutMs);
    request.once("close", () => clearTimeout(timer));
    request.once("error", (error) => reject(error instanceof ProxyError ? error : unavailable(proxy, error)));
    request.once("connect", ({ statusCode = 0 }, socket, head) => {
      clearTimeout(timer);
      if (statusCode >= 200 && statusCode <= 299) {
        // Sent early by the server behind the proxy.
        if (head.length > 0) socket.unshift(head);
        // TLS is put on it, so the proxy gives a socket, whatever Node's type says.
        resolve(socket as Socket);
        return;
      }
      socket.destroy();
      reject(new ProxyError(proxy, `answered HTTP ${statusCode}${explanationOf(statusCode)}`, { status: statusCode }));
    });
    request.end();
  });
}

function unavailable(proxy: HttpProxy, error: Error & { readonly code?: unknown }): ProxyError {
  const reason = typeof error.code === "string" ? error.code : error.name;
  return new ProxyError(proxy, `cannot be reached (${reason})`, { cause: error });
}

function explanationOf(status: number): string {
  const explanation = explanations[status];
  return explanation === undefined ? "" : `: ${explanation}`;
}

const explanations: Readonly<Record<number, string>> = {
  403: "it does not let this address through",
  405: "it is no proxy, or makes no tunnels",
  407: "it wants a user name and a password, which its URL may hold, or does not accept those",
  502: "the server behind it cannot be reached from there",
  503: "the server behind it cannot be reached from there",
  504: "the server behind it did not answer in time",
};
