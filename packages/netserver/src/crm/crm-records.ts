import type { CrmActorType, FieldValues } from "@superoffice-soap/schema";
import type { Settings } from "../settings.ts";
import type { Store } from "../store/store.ts";
import { timestampOf } from "../store/timestamp.ts";
import { type CrmValues, createCrmRecord, readCrmRecord, writeCrmRecord } from "./crm-values.ts";

/**
 * The CRM's companies, persons, projects and sales, for the program that runs the server: the agents that edit them are
 * not part of it. Values are by the field keys that GetFieldValuesFromCrm names, encoded as there.
 */
export interface CrmRecords {
  /** Reads a record's values; `undefined` when there is no such record. */
  read(type: CrmActorType, id: number): Promise<CrmValues | undefined>;
  /** Creates a record and returns its id. Rejects with SoValidationException for values that do not fit. */
  create(type: CrmActorType, values: FieldValues): Promise<number>;
  /** Changes the given fields of a record. Rejects like `create`, and with SoNotFoundException. */
  change(type: CrmActorType, id: number, values: FieldValues): Promise<void>;
}

/** Gives access to the CRM records of a store. */
export function createCrmRecords(store: Store, { clock, answers }: Settings): CrmRecords {
  const writer = () => ({ associateId: 0, now: timestampOf(clock()), overlongText: answers.overlongText });
  return {
    read: (type, id) => readCrmRecord(store.db, type, id),
    create: (type, values) => store.write((transaction) => createCrmRecord(transaction, type, values, writer())),
    change: (type, id, values) => store.write((transaction) => writeCrmRecord(transaction, type, id, values, writer())),
  };
}
