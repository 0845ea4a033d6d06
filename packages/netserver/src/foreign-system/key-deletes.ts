import type { Implementation } from "../agent-implementation.ts";
import { required } from "../call/arguments.ts";
import type { Resources } from "../resources.ts";
import { addressByIdentifier, devicesAt } from "./device-address.ts";
import { namesTable, recordBindingOf } from "./record-binding.ts";
import { limits, soughtKey } from "./texts.ts";

type DeleteInput = Parameters<Implementation<"ForeignSystem", "DeleteForeignKeyOnName">>[0];

/** Deletes the keys of a name on a device: on a record; without a record, on a table; without a table, on all. */
export const deleteForeignKeyOnName: Implementation<"ForeignSystem", "DeleteForeignKeyOnName"> = (
  input,
  _session,
  resources,
) => deleteKeys(input, resources);

/** As `deleteForeignKeyOnName`, with the name in a key of which nothing else counts. */
export const deleteForeignKey: Implementation<"ForeignSystem", "DeleteForeignKey"> = (
  { ForeignKey, ...input },
  _session,
  resources,
) => deleteKeys({ ...input, KeyName: required(ForeignKey, "ForeignKey").Key ?? "" }, resources);

async function deleteKeys(input: DeleteInput, resources: Resources): Promise<void> {
  const { tableNo, recordId } = recordBindingOf(input.TableName, input.RecordId, resources);
  const address = addressByIdentifier(input, resources);
  const name = soughtKey(input.KeyName, limits.key, resources);
  await resources.store.write((transaction) =>
    transaction
      .deleteFrom("foreignkey")
      .where("device_id", "in", devicesAt(transaction, address))
      .where("name_key", "=", name)
      .$if(namesTable(input.TableName), (query) => query.where("table_no", "=", tableNo))
      .$if(recordId !== 0, (query) => query.where("record_id", "=", recordId))
      .execute(),
  );
}
