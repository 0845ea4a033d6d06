import { nillable } from "../../kit/annotate.ts";
import { int, string } from "../../kit/scalars.ts";

/** Parameters that many operations of ForeignSystem share, by wire name. Each operation has its own order of them. */
export const ApplicationName = nillable(string({ maxLength: 254 }), { description: "Name of the foreign app." });

/** The device, whatever its identifier, unless an identifier is given too. */
export const DeviceName = nillable(string({ maxLength: 31 }), { description: "Name of the device." });

/** The identifier that distinguishes devices of one name. */
export const DeviceIdentifier = nillable(string({ maxLength: 239 }), {
  description: "Identifier of the device; blank for the device that has none.",
});

/** The key's name, `ForeignKey.Key`. */
export const KeyName = nillable(string({ maxLength: 239 }), { description: "Name of the key." });

/** The key's value. */
export const KeyValue = nillable(string(), { description: "Value of the key, compared as a whole." });

/** The table that keys are bound to. */
export const TableName = nillable(string(), {
  description: "Database name of the table that keys are bound to, such as `contact`; blank for keys bound to none.",
});

/** The record that keys are bound to. */
export const RecordId = int({
  description:
    "Primary key of the record in the table; 0 for keys bound to no record, and always when the table is blank.",
});

/** The table of keys to delete, which knows a wildcard where `TableName` does not. */
export const TableNameOrAny = nillable(string(), {
  description: "Database name of the table that the keys are bound to; blank for keys bound to any table or none.",
});

/** The record of keys to delete, which knows a wildcard where `RecordId` does not. */
export const RecordIdOrAny = int({
  description: "Primary key of the record in the table; 0 for all records, and always when the table is blank.",
});
