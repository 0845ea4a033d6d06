import { type CallContext, NetServerError, SchemaError } from "@superoffice-soap/schema";
import { isConnectionFailure } from "../store/is-connection-failure.ts";
import { isPostgresError } from "../store/is-postgres-error.ts";
import { soException } from "./so-exception.ts";

/** SQLite's and PostgreSQL's codes for a row that breaks a unique index. */
const duplicateCodes: ReadonlySet<unknown> = new Set([
  "SQLITE_CONSTRAINT_UNIQUE",
  "SQLITE_CONSTRAINT_PRIMARYKEY",
  "23505",
]);

/** The messages of Kysely, libsql and `pg` for a store that is closed; they have no class and no code for that. */
const closed = /^driver has already been destroyed$|^The database connection is not open$|^Cannot use a pool after /;

/**
 * Returns the error that a caller gets: one of the contract's errors as it is; any other as one of NetServer's, whose text
 * gives away neither SQL nor data, with the original as its `cause`.
 */
export function failureOf(error: unknown, context: Pick<CallContext, "signal">): unknown {
  if (error instanceof NetServerError || error instanceof SchemaError) return error;
  const { signal } = context;
  if (signal?.aborted && error === signal.reason) return error;
  if (duplicateCodes.has(codeOf(error))) {
    return soException("SoDuplicateException", "There is something of that name or key already.", { cause: error });
  }
  if (isDatabaseError(error)) {
    return soException("SoDbAccessException", "The database could not be used. Try again.", { cause: error });
  }
  return soException("SoException", "The call failed inside the server.", { cause: error });
}

function isDatabaseError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (isPostgresError(error) || String(codeOf(error)).startsWith("SQLITE_")) return true;
  return isConnectionFailure(error) || closed.test(error.message);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
