import { setTimeout as sleep } from "node:timers/promises";
import { ClientError, type GraphQLClient } from "graphql-request";
import pRetry, { AbortError } from "p-retry";
import type { Columns, FailedRow, Row } from "./csv-rows.ts";

/** The key of a record that the ids are stored in. */
export interface KeyTarget {
  readonly app: string;
  readonly device: string;
  readonly identifier: string;
  readonly key: string;
  /** The database name of the records' table. */
  readonly table: string;
}

/** The mutation that stores one row. Sent twice, it has the same result as once. */
export const saveForeignKey = /* GraphQL */ `
  mutation SaveErpId($app: String!, $device: String!, $identifier: String!, $foreignKey: ForeignKeyInput!) {
    saveForeignKey(applicationName: $app, deviceName: $device, deviceIdentifier: $identifier, foreignKey: $foreignKey) {
      value
    }
  }
`;

/** A server that no row can be sent to: it does not respond, or refuses this caller. */
export class ServerError extends Error {
  override readonly name = "ServerError";
}

/** The options of a saver. */
export interface KeySaverOptions {
  readonly client: GraphQLClient;
  readonly target: KeyTarget;
  readonly columns: Columns;
  /** Milliseconds for which a row is tried again while the server does not respond. */
  readonly patienceMs: number;
  /** Ends the wait for a server that does not respond. */
  readonly signal: AbortSignal;
}

/**
 * Stores a row. Resolves to the failed row when the row is to blame, and rejects with `ServerError` when the server is.
 */
export type KeySaver = (row: Row) => Promise<FailedRow | undefined>;

/** Makes a saver that tries again, at growing intervals, after a failure that may pass. */
export function keySaver({ client, target, columns, patienceMs, signal }: KeySaverOptions): KeySaver {
  const { key, table: tableName, ...address } = target;
  const send = async ({ recordId, value }: Row) => {
    const variables = { ...address, foreignKey: { key, value, tableName, recordId } };
    await client.request({ document: saveForeignKey, variables, signal: AbortSignal.timeout(60_000) }).catch(classify);
  };
  const retries = { retries: Number.POSITIVE_INFINITY, minTimeout: 250, maxTimeout: 10_000, randomize: true };
  const onFailedAttempt = ({ error }: { error: Error }) => sleep(askedWaitMs(error), undefined, { signal });
  return async (row) => {
    let saved = false;
    const attempt = async () => {
      await send(row);
      saved = true;
    };
    try {
      await pRetry(attempt, { ...retries, maxRetryTime: patienceMs, signal, onFailedAttempt });
      return undefined;
    } catch (error) {
      // Once its signal is aborted, p-retry rejects even when the attempt in flight succeeded.
      if (saved) return undefined;
      const [first] = error instanceof ClientError ? (error.response.errors ?? []) : [];
      if (first === undefined || isServers(error)) throw new ServerError(reasonOf(error), { cause: error });
      const field = columnOf(first.extensions?.path, columns);
      return { line: row.line, reason: reasonOf(error), ...(field !== undefined && { field }) };
    }
  };
}

function classify(error: unknown): never {
  // p-retry does not try again after an AbortError, and rejects with the error inside it.
  throw error instanceof ClientError && !isPassing(error) ? new AbortError(error) : error;
}

const passing = ["RATE_LIMITED", "TIMEOUT", "UPSTREAM_UNAVAILABLE"];

function isPassing(error: ClientError): boolean {
  const { status } = error.response;
  return passing.includes(codeOf(error)) || status === 429 || status >= 500;
}

function isServers(error: unknown): boolean {
  return error instanceof ClientError && (isPassing(error) || codeOf(error) === "UNAUTHENTICATED");
}

function codeOf({ response }: ClientError): string {
  return String(response.errors?.[0]?.extensions?.code);
}

function askedWaitMs(error: Error): number {
  const asked =
    error instanceof ClientError ? new Headers(error.response.headers as HeadersInit).get("retry-after") : null;
  return 1000 * (Number(asked) || 0);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof ClientError)) return "The server did not answer.";
  const [first] = error.response.errors ?? [];
  if (first === undefined) return `The server answered with HTTP ${error.response.status}.`;
  const { friendlyText } = first.extensions ?? {};
  return typeof friendlyText === "string" ? friendlyText : first.message;
}

/** Returns the column that an argument's value is from; `undefined` when it is from none. */
function columnOf(path: unknown, columns: Columns): string | undefined {
  const argument = Array.isArray(path) ? path.join(".") : "";
  if (argument === "foreignKey.recordId") return columns.record;
  return argument === "foreignKey.value" ? columns.value : undefined;
}
