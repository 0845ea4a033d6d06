import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Store, WriteWork } from "./store.ts";
import { StoreError } from "./store-error.ts";
import type { Tables } from "./tables.ts";
import { traceQuery } from "./trace-query.ts";

/** Connections to the server that are kept at most. */
const poolSize = 10;

/** How long a call waits for a connection, and a new connection for the server. */
const connectTimeoutMs = 10_000;

/** How often a write is tried when another one got in its way. */
const maxAttempts = 5;

/** PostgreSQL's codes for that: could not serialize, deadlock, and a parent row deleted in between. */
const collisionCodes: ReadonlySet<unknown> = new Set(["40001", "40P01", "23503"]);

/** A store in a PostgreSQL database, which several servers may share. */
export function openPostgres(url: string): Store {
  const pool = new pg.Pool({ connectionString: url, max: poolSize, connectionTimeoutMillis: connectTimeoutMs });
  // A connection that breaks leaves the pool. Whoever uses it gets the error from the query, and whoever needs one next
  // gets a new one; without these an error that comes between two queries would end the process.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), log: traceQuery });
  return {
    engine: "postgres",
    db,
    write: (work) => write(db, work),
    backup: () => Promise.reject(new StoreError("a PostgreSQL store is backed up with PostgreSQL's own tools")),
    close: () => db.destroy(),
  };
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
