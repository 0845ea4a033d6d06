import { setTimeout as sleep } from "node:timers/promises";
import { ClientError, type GraphQLClient } from "graphql-request";
import pRetry, { AbortError } from "p-retry";
import type { Columns, FailedRow, Row } from "./csv-rows.ts";

/** Which key of a record the ids are stored in. */
export interface KeyTarget {
  readonly app: string;
  readonly device: string;
  readonly identifier: string;
  readonly key: string;
  /** Database name of the records' table. */
  readonly table: string;
}

/** The mutation that stores one row. It stores the same when it is sent twice. */
export const saveForeignKey = /* GraphQL */ `
  mutation SaveErpId($app: String!, $device: String!, $identifier: String!, $foreignKey: ForeignKeyInput!) {
    saveForeignKey(applicationName: $app, deviceName: $device, deviceIdentifier: $identifier, foreignKey: $foreignKey) {
      value
    }
  }
`;

/** A server that no row can be sent to: it does not answer, or not to this caller. */
export class ServerError extends Error {
  override readonly name = "ServerError";
}

/** How to reach the server. */
export interface KeySaverOptions {
  readonly client: GraphQLClient;
  readonly target: KeyTarget;
  readonly columns: Columns;
  /** How long to go on trying while the server does not answer, in milliseconds. */
  readonly patienceMs: number;
  /** Ends the waiting for a server that does not answer. */
  readonly signal: AbortSignal;
}

/** Stores a row; resolves to why not when the row is to blame, and rejects with `ServerError` when the server is. */
export type KeySaver = (row: Row) => Promise<FailedRow | undefined>;

/** A saver that tries again, at growing intervals, what failed for a passing reason. */
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
      // Once its signal is aborted, p-retry rejects even when the attempt under way succeeded.
      if (saved) return undefined;
      const [first] = error instanceof ClientError ? (error.response.errors ?? []) : [];
      if (first === undefined || isServers(error)) throw new ServerError(reasonOf(error), { cause: error });
      const field = columnOf(first.extensions?.path, columns);
      return { line: row.line, reason: reasonOf(error), ...(field !== undefined && { field }) };
    }
  };
}

function classify(error: unknown): never {
  // What is thrown as an AbortError is not tried again, and comes out as what is in it.
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

/** The column that an argument's value is from; `undefined` when it is from none. */
function columnOf(path: unknown, columns: Columns): string | undefined {
  const argument = Array.isArray(path) ? path.join(".") : "";
  if (argument === "foreignKey.recordId") return columns.record;
  return argument === "foreignKey.value" ? columns.value : undefined;
}
