import { isPostgresError } from "./is-postgres-error.ts";
import { StoreFileError } from "./store-file-error.ts";

/** PostgreSQL's codes for a connection that broke or was refused: shutting down, starting, too many. */
const refusals = /^(?:08|57P0[1-3]|53300)/;

/** The system's codes for an unreachable address or an unknown host name. */
const systemCode = /^(?:ECONN[A-Z]+|EPIPE|ETIMEDOUT|EHOST[A-Z]+|ENET[A-Z]+|ENOTFOUND|EAI_[A-Z]+)$/;

/** The messages of `pg` for a connection that is gone or was never made; these errors have no class and no code. */
const gone =
  /^Connection terminated|^Query read timeout$|^timeout (?:expired|exceeded when trying to connect)$|^Client (?:has encountered a connection error|was closed) and is not queryable$/;

/**
 * Tells whether an error means that the database cannot be reached (any more), or that its file is damaged or gone. The
 * cause is outside this program, so a stack trace does not help.
 */
export function isConnectionFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof StoreFileError) return true;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (isPostgresError(error)) return refusals.test(code);
  const isRefused = "syscall" in error && error.syscall === "connect";
  return isRefused || systemCode.test(code) || gone.test(error.message);
}
