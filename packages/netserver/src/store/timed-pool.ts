import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from "kysely";
import type pg from "pg";

/**
 * Wraps a pool for Kysely. A new connection runs `limits` first, unless that is null. A connection on which a query
 * timed out leaves the pool, since its response may still arrive.
 */
export function timedPool(pool: pg.Pool, limits: string | null): PostgresPool {
  // Kysely tells new connections from old ones by the object.
  const known = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    async connect() {
      const client = await pool.connect();
      const timed = known.get(client) ?? (await limited(client, limits));
      known.set(client, timed);
      return timed;
    },
    end: () => pool.end(),
  };
}

async function limited(client: pg.PoolClient, limits: string | null): Promise<PostgresPoolClient> {
  try {
    if (limits !== null) await client.query(limits);
    return new TimedClient(client);
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** The message of `pg` for a query that timed out; the error has no class and no code. */
const readTimeout = "Query read timeout";

class TimedClient implements PostgresPoolClient {
  readonly #client: pg.PoolClient;
  #timeout: Error | undefined;

  constructor(client: pg.PoolClient) {
    this.#client = client;
  }

  query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query<R>(
    query: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof query !== "string") throw new TypeError("cursors are not used");
    return this.#run<R>(query, parameters);
  }

  release(): void {
    this.#client.release(this.#timeout);
  }

  async #run<R>(query: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    // A rollback, for example, would wait behind the query that timed out.
    if (this.#timeout !== undefined) throw this.#timeout;
    try {
      // `pg` returns the rows that the query asked for, under one of the commands that Kysely knows.
      return (await this.#client.query(query, [...parameters])) as unknown as PostgresQueryResult<R>;
    } catch (error) {
      if (error instanceof Error && error.message === readTimeout) this.#timeout = error;
      throw error;
    }
  }
}
