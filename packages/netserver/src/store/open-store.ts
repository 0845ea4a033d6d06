import { migrate } from "./migrate.ts";
import { openSqlite } from "./sqlite/open-sqlite.ts";
import type { Store } from "./store.ts";
import { StoreError, unopenable } from "./store-error.ts";
import { timestampOf } from "./timestamp.ts";

/**
 * Opens the store at a location and migrates its layout. The location is `:memory:` (nothing is kept), a PostgreSQL URL
 * (`postgres://…`), or else the path of a data directory. After that, a statement has `timeoutMs` at most. Rejects with
 * `StoreError`.
 */
export async function openStore(location: string, now: Date, timeoutMs = Number.POSITIVE_INFINITY): Promise<Store> {
  const store = await openedStore(location, timeoutMs);
  try {
    await bringUpToDate(store, location, now, timeoutMs);
    return store;
  } catch (cause) {
    await store.close();
    throw unopenable(cause);
  }
}

async function bringUpToDate(store: Store, location: string, now: Date, timeoutMs: number): Promise<void> {
  const isUnlimited = store.engine === "sqlite" || !Number.isFinite(timeoutMs);
  // Migrating a large table, or waiting for another server that does, has no timeout.
  const unlimited = isUnlimited ? store : await openedStore(location, Number.POSITIVE_INFINITY);
  try {
    await migrate(unlimited.db, store.engine, timestampOf(now));
  } finally {
    if (unlimited !== store) await unlimited.close();
  }
}

function openedStore(location: string, timeoutMs: number): Store | Promise<Store> {
  // A blank path would be the current directory.
  if (location.trim() === "") throw new StoreError(`a store is ${locations}, and not blank`);
  const [, scheme] = /^([a-z][a-z\d+.-]*):\/\//i.exec(location) ?? [];
  if (scheme === undefined) return openSqlite(location, timeoutMs);
  if (/^postgres(?:ql)?$/i.test(scheme)) return openedPostgres(location, timeoutMs);
  // The rest of it may hold a password.
  throw new StoreError(`a store is ${locations}, not one of ${scheme}://`);
}

const locations = ":memory:, a data directory or a postgres:// URL";

// Its driver is loaded only where it is used.
async function openedPostgres(url: string, timeoutMs: number): Promise<Store> {
  const { openPostgres } = await import("./open-postgres.ts");
  return openPostgres(url, timeoutMs);
}
