import { TransportError } from "@superoffice-soap/schema";

/** The `unreachable` error when a failure says that no connection was made; `undefined` when it does not. */
export function unreachable(url: string, error: unknown): TransportError | undefined {
  const reason = connectFailureOf(error);
  if (reason === undefined) return undefined;
  const message = `${url} cannot be reached (${reason})`;
  return new TransportError(message, { code: "unreachable", url, retrySafe: true, cause: error });
}

// `fetch` has the reason in `cause`, a connection tried on several addresses in `errors`.
function connectFailureOf(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > 3) return undefined;
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  if (typeof code === "string" && (connecting.has(syscall) || isConnectCode(code))) return code;
  const behind = error instanceof AggregateError ? error.errors : [error.cause];
  for (const inner of behind) {
    const reason = connectFailureOf(inner, depth + 1);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

const connecting: ReadonlySet<unknown> = new Set(["connect", "getaddrinfo"]);

// A certificate is refused before the request is sent.
function isConnectCode(code: string): boolean {
  return code === "UND_ERR_CONNECT_TIMEOUT" || /CERT|^ERR_TLS_|^ERR_SSL_|^UNABLE_TO_/.test(code);
}
