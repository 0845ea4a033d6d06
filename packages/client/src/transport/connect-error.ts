import { TransportError } from "@superoffice-soap/schema";

/**
 * Returns a TransportError `unreachable` when a failure shows that no connection was made, to the server or to the proxy on
 * the way; else `undefined`.
 */
export function connectError(url: string, error: unknown, proxy?: string): TransportError | undefined {
  const failure = connectFailureOf(error);
  if (failure === undefined) return undefined;
  const { reason, status } = failure;
  const through = proxy === undefined ? "" : ` through the proxy ${proxy}`;
  const message = `${url} cannot be reached${failure.isOfProxy ? `: ${reason}` : `${through} (${reason})`}`;
  return new TransportError(message, { code: "unreachable", url, status, retrySafe: true, cause: error });
}

/** The reason why there was no connection. */
interface ConnectFailure {
  readonly reason: string;
  /** True when the reason names the proxy already. */
  readonly isOfProxy: boolean;
  /** The HTTP status of the proxy's response. */
  readonly status?: number | undefined;
}

// `fetch` has the reason in `cause`, a connection tried on several addresses in `errors`.
function connectFailureOf(error: unknown, depth = 0): ConnectFailure | undefined {
  if (!(error instanceof Error) || depth > 3) return undefined;
  const { code, syscall, status } = error as { code?: unknown; syscall?: unknown; status?: number };
  // Known by name, as the error is made where Node's modules may be imported.
  if (error.name === "ProxyError") return { reason: error.message, isOfProxy: true, status };
  if (typeof code === "string" && (connecting.has(syscall) || isConnectCode(code))) {
    return { reason: code, isOfProxy: false };
  }
  const behind = error instanceof AggregateError ? error.errors : [error.cause];
  for (const inner of behind) {
    const failure = connectFailureOf(inner, depth + 1);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

const connecting: ReadonlySet<unknown> = new Set(["connect", "getaddrinfo"]);

// A certificate is refused before the request is sent.
function isConnectCode(code: string): boolean {
  return code === "UND_ERR_CONNECT_TIMEOUT" || /CERT|^ERR_TLS_|^ERR_SSL_|^UNABLE_TO_/.test(code);
}
