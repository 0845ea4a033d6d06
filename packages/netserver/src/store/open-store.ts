import { storedMoment } from "../moment.ts";
import { migrate } from "./migrate.ts";
import { openSqlite } from "./sqlite.ts";
import type { Store } from "./store.ts";
import { StoreError, unopenable } from "./store-error.ts";

/**
 * Opens the store at a place and brings its layout up to date. The place is `:memory:` (nothing is kept), a
 * PostgreSQL URL (`postgres://…`), or else the path of a data directory. Rejects with `StoreError`.
 */
export async function openStore(place: string, now: Date): Promise<Store> {
  const store = await openedStore(place);
  try {
    await migrate(store.db, store.engine, storedMoment(now));
    return store;
  } catch (cause) {
    await store.close();
    throw unopenable(cause);
  }
}

function openedStore(place: string): Store | Promise<Store> {
  // A path that is blank is that of the current directory.
  if (place.trim() === "") throw new StoreError(`a store is ${places}, and not blank`);
  const [, scheme] = /^([a-z][a-z\d+.-]*):\/\//i.exec(place) ?? [];
  if (scheme === undefined) return openSqlite(place);
  if (/^postgres(?:ql)?$/i.test(scheme)) return openedPostgres(place);
  // The rest of it may hold a password.
  throw new StoreError(`a store is ${places}, not one of ${scheme}://`);
}

const places = ":memory:, a data directory or a postgres:// URL";

// Its driver is loaded only where it is used.
async function openedPostgres(url: string): Promise<Store> {
  const { openPostgres } = await import("./postgres.ts");
  return openPostgres(url);
}
