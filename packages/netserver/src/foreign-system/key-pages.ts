import type { ForeignKey } from "@superoffice-soap/schema";
import { type SelectQueryBuilder, sql } from "kysely";
import type { Resources } from "../resources.ts";
import type { Caller } from "../session.ts";
import type { Tables } from "../store/tables.ts";
import { type DeviceAddress, devicesAt } from "./device-address.ts";
import { type KeyRow, keyOf, selectKeys } from "./key-rows.ts";
import type { RecordBinding } from "./record-binding.ts";

/** Keys that are read at once. No connection is held between two pages, so a slow reader keeps nobody waiting. */
const pageSize = 1000;

type KeyQuery = SelectQueryBuilder<Tables, "foreignkey", KeyRow>;

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
  for await (const row of rows) yield keyOf(row, resources);
}

function boundKeys({ tableNo, recordId }: Partial<RecordBinding>, { store }: Resources): KeyQuery {
  return selectKeys(store.db)
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
): AsyncGenerator<KeyRow> {
  const devices = devicesAt(store.db, address);
  const few = await bound.where("foreignkey.device_id", "in", devices).limit(pageSize).execute();
  if (few.length < pageSize) {
    yield* few.sort((a, b) => a.id - b.id);
    return;
  }
  // Adding 0 keeps the engines from using the index by device.
  yield* pagesById(bound.where(sql`foreignkey.device_id + 0`, "in", devices), caller);
}

async function* pagesById(query: KeyQuery, caller: Caller): AsyncGenerator<KeyRow> {
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
