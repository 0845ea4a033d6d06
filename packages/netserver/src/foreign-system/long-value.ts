import { ForeignKey } from "@superoffice-soap/schema";
import { maxLengthOf } from "../call/carrier-members.ts";
import { cut } from "../call/text-limit.ts";
import { insertRows } from "../store/insert-rows.ts";
import type { Queries } from "../store/store.ts";

/** The part of a value that fits a row of NetServer's own table, in UTF-16 code units: as long as a key's name. */
const rowLength = maxLengthOf(ForeignKey, "Key");

/** The parts that a value is cut into; joined they are the value. A blank value has one, which is blank. */
function valueRows(value: string): readonly string[] {
  const parts: string[] = [];
  let rest = value;
  do {
    const part = cut(rest, rowLength);
    parts.push(part);
    rest = rest.slice(part.length);
  } while (rest !== "");
  return parts;
}

/** Stores the value of a key cut over rows, in place of those that it had. */
export async function storeValueRows(transaction: Queries, keyId: number, value: string): Promise<void> {
  await transaction.deleteFrom("foreignkeyrow").where("key_id", "=", keyId).execute();
  const rows = valueRows(value).map((subvalue, seqno) => ({ key_id: keyId, seqno, subvalue }));
  await insertRows(transaction, "foreignkeyrow", rows);
}
