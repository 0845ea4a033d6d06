import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import type { Release, Store, WriteWork } from "./store.ts";
import { StoreError } from "./store-error.ts";
import type { Tables } from "./tables.ts";
import { timedPool } from "./timed-pool.ts";
import { traceQuery } from "./trace-query.ts";

/** Connections to the server that are kept at most. */
const poolSize = 10;

/** Milliseconds that a call waits for a connection, and a new connection for the server. */
const connectTimeoutMs = 10_000;

/** The number of attempts of a write that collides with another one. */
const maxAttempts = 8;

/** PostgreSQL's codes for that: could not serialize, deadlock, and a parent row deleted in between. */
const collisionCodes: ReadonlySet<unknown> = new Set(["40001", "40P01", "23503"]);

/** Milliseconds beyond PostgreSQL's own limit after which a connection is given up for dead. */
const graceMs = 1000;

/**
 * A store in a PostgreSQL database, which several servers may share. A statement has `timeoutMs`, `Infinity` for any
 * time; a connection that is silent for longer is given up.
 */
export function openPostgres(url: string, timeoutMs: number): Store {
  const isLimited = Number.isFinite(timeoutMs);
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    ...(isLimited && { query_timeout: timeoutMs + graceMs }),
  });
  // A broken connection leaves the pool: its query rejects, and the next one gets a new connection. Without these
  // listeners an error between two queries would end the process.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  const dialect = new PostgresDialect({ pool: timedPool(pool, isLimited ? limitsOf(timeoutMs) : null) });
  const db = new Kysely<Tables>({ dialect, log: traceQuery });
  return {
    engine: "postgres",
    db,
    write: (work) => write(db, work),
    check: async () => void (await sql`select 1`.execute(db)),
    tryLock: () => tryLock(pool),
    backup: () => Promise.reject(new StoreError("a PostgreSQL store is backed up with PostgreSQL's own tools")),
    close: () => db.destroy(),
  };
}

// As statements, since connection poolers refuse connections that ask for limits at their start.
function limitsOf(timeoutMs: number): string {
  const limits = ["statement_timeout", "idle_in_transaction_session_timeout"];
  return limits.map((limit) => `set ${limit} = ${Math.ceil(timeoutMs)}`).join("; ");
}

/** The lock's key. The number is arbitrary but the same in every version. Stores in one database differ by schema. */
const lockKey = "(731992044, hashtext(current_schema()))";

/** Takes an advisory lock, which belongs to the session and so ends with the connection, also when the server dies. */
async function tryLock(pool: pg.Pool): Promise<Release | undefined> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ got: boolean }>(`select pg_try_advisory_lock${lockKey} as got`);
    if (rows[0]?.got) return () => release(client);
  } catch (error) {
    client.release(true);
    throw error;
  }
  client.release();
  return undefined;
}

async function release(client: pg.PoolClient): Promise<void> {
  try {
    await client.query(`select pg_advisory_unlock${lockKey}`);
    client.release();
  } catch {
    // Closing the connection ends the lock.
    client.release(true);
  }
}

async function write<T>(db: Kysely<Tables>, work: WriteWork<T>, attempt = 1): Promise<T> {
  try {
    return await db.transaction().execute(work);
  } catch (error) {
    if (attempt >= maxAttempts || !isCollision(error)) throw error;
    return write(db, work, attempt + 1);
  }
}

function isCollision(error: unknown): boolean {
  return error instanceof pg.DatabaseError && collisionCodes.has(error.code);
}
