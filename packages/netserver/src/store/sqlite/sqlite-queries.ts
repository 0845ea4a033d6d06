import {
  type Compilable,
  type CompiledQuery,
  type Driver,
  Kysely,
  type QueryResult,
  type SqliteDatabase,
  SqliteDialect,
} from "kysely";
import type { Tables } from "../tables.ts";
import { traced, traceQuery } from "../trace-query.ts";
import type { TransactingDatabase } from "./statements.ts";
import { WritingSqliteDriver } from "./writing-sqlite-driver.ts";

/**
 * The queries of a SQLite store. When the connection is idle, `executeQuery` reads its rows immediately: the dozen
 * promises on Kysely's way to the connection take longer than SQLite needs for a row.
 */
export class SqliteQueries extends Kysely<Tables> {
  readonly #database: SqliteDatabase;
  readonly #driver: WritingSqliteDriver;

  constructor(database: TransactingDatabase, beginTimeoutMs: number) {
    const driver = new WritingSqliteDriver(database, beginTimeoutMs);
    super({ dialect: new DrivenSqliteDialect(database, driver), log: traceQuery });
    this.#database = database;
    this.#driver = driver;
  }

  override async executeQuery<R>(query: CompiledQuery<R> | Compilable<R>): Promise<QueryResult<R>> {
    const compiled = "compile" in query ? query.compile() : query;
    const statement = this.#driver.isIdle ? this.#database.prepare(compiled.sql) : undefined;
    if (!statement?.reader) return super.executeQuery(compiled);
    // The query was made for rows of this type.
    return { rows: traced(compiled, () => statement.all(compiled.parameters) as R[]) };
  }
}

class DrivenSqliteDialect extends SqliteDialect {
  readonly #driver: Driver;

  constructor(database: SqliteDatabase, driver: Driver) {
    super({ database });
    this.#driver = driver;
  }

  override createDriver(): Driver {
    return this.#driver;
  }
}
