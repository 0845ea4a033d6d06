import { isPostgresError } from "./is-postgres-error.ts";
import { StoreFileError } from "./store-file-error.ts";

/** PostgreSQL's codes for a connection that broke, or that it does not take: shutting down, starting, too many. */
const refusals = /^(?:08|57P0[1-3]|53300)/;

/** The system's codes for a connection, or a host's name, that leads nowhere. */
const systemCode = /^(?:ECONN[A-Z]+|EPIPE|ETIMEDOUT|EHOST[A-Z]+|ENET[A-Z]+|ENOTFOUND|EAI_[A-Z]+)$/;

/** What `pg` says of a connection that is gone, or was never made; it has no class and no code for that. */
const gone =
  /^Connection terminated|^Query read timeout$|^timeout (?:expired|exceeded when trying to connect)$|^Client (?:has encountered a connection error|was closed) and is not queryable$/;

/**
 * Whether an error is that the database cannot be reached, or not any more, or that its file is damaged or gone. There is nothing to find in this program
 * then: where it was noticed says nothing.
 */
export function isConnectionFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof StoreFileError) return true;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (isPostgresError(error)) return refusals.test(code);
  const isRefused = "syscall" in error && error.syscall === "connect";
  return isRefused || systemCode.test(code) || gone.test(error.message);
}
