import type { ForeignKey } from "@superoffice-soap/schema";
import { type SelectQueryBuilder, sql } from "kysely";
import type { Caller } from "../call/session.ts";
import type { Resources } from "../resources.ts";
import type { Tables } from "../store/tables.ts";
import { type DeviceAddress, devicesAt } from "./device-address.ts";
import { keyById } from "./key-queries.ts";
import { type KeyRow, keyOf, selectKeysUpTo } from "./key-rows.ts";
import type { RecordBinding } from "./record-binding.ts";

/** The number of keys in a page. No connection is held between two pages, so a slow reader keeps no other waiting. */
const pageSize = 1000;

/** Values of more bytes are read one by one, so that a page is never more than some megabytes. */
const valueBytes = 8192;

/** A key of a page, with null for a value that is too long for that. */
type ListedRow = Omit<KeyRow, "value"> & { readonly value: string | null };

type KeyQuery = SelectQueryBuilder<Tables, "foreignkey", ListedRow>;

/** The keys on all devices at an address, by id, read page by page as they are asked for. */
export async function* keysAt(
  address: DeviceAddress,
  binding: Partial<RecordBinding>,
  caller: Caller,
  resources: Resources,
): AsyncGenerator<ForeignKey> {
  const devices = (await devicesAt(resources.store.db, address).limit(2).execute()).map(({ id }) => id);
  const [device] = devices;
  if (device === undefined) return;
  const bound = boundKeys(binding, resources);
  const rows =
    devices.length === 1
      ? pagesById(bound.where("foreignkey.device_id", "=", device), caller)
      : keysOfSeveral(bound, address, caller, resources);
  for await (const row of rows) {
    const whole = isWhole(row) ? row : await keyById.row(resources.store.db, row);
    // It may have been deleted since its page was read.
    if (whole !== undefined) yield keyOf(whole, resources);
  }
}

function isWhole(row: ListedRow): row is KeyRow {
  return row.value !== null;
}

function boundKeys({ tableNo, recordId }: Partial<RecordBinding>, { store }: Resources): KeyQuery {
  return selectKeysUpTo(store.db, valueBytes)
    .$if(tableNo !== undefined, (query) => query.where("foreignkey.table_no", "=", tableNo ?? 0))
    .$if(recordId !== undefined, (query) => query.where("foreignkey.record_id", "=", recordId ?? 0));
}

/**
 * Keys of any number of devices. No index has them in the order of their ids, so a handful is sorted here, and more
 * are picked out of all keys in that order: one pass over the table, instead of sorting all of them for every page.
 */
async function* keysOfSeveral(
  bound: KeyQuery,
  address: DeviceAddress,
  caller: Caller,
  { store }: Resources,
): AsyncGenerator<ListedRow> {
  const devices = devicesAt(store.db, address);
  const few = await bound.where("foreignkey.device_id", "in", devices).limit(pageSize).execute();
  if (few.length < pageSize) {
    yield* few.sort((a, b) => a.id - b.id);
    return;
  }
  // Adding 0 keeps the engines from using the index by device.
  yield* pagesById(bound.where(sql`foreignkey.device_id + 0`, "in", devices), caller);
}

async function* pagesById(query: KeyQuery, caller: Caller): AsyncGenerator<ListedRow> {
  const signal = caller.signal();
  let last = 0;
  for (;;) {
    signal?.throwIfAborted();
    const rows = await query.where("foreignkey.id", ">", last).orderBy("foreignkey.id").limit(pageSize).execute();
    yield* rows;
    if (rows.length < pageSize) return;
    last = rows.at(-1)?.id ?? last;
  }
}
