import type { ErpActorType, FieldMetadata, FieldValues } from "@superoffice-soap/schema";
import { canonicalFieldValue } from "../field-value.ts";
import { FieldValueError } from "../field-value-error.ts";
import { demoErpFields, demoErpLists } from "./fields.ts";

/** The error for input that the demo ERP refuses. The message is for the user. */
export class DemoErpRefusal extends Error {
  override readonly name = "DemoErpRefusal";
}

/** Returns the fields of an actor type. Throws `DemoErpRefusal` for an unsupported type. */
export function fieldsOf(actorType: ErpActorType): readonly FieldMetadata[] {
  const fields = demoErpFields[actorType];
  if (fields === undefined) throw new DemoErpRefusal(`There are no actors of type ${actorType}.`);
  return fields;
}

/** Checks and converts values for the store: known fields, the right type, not too long. Throws `DemoErpRefusal`. */
export function acceptedValues(actorType: ErpActorType, values: FieldValues): FieldValues {
  const fields = new Map(fieldsOf(actorType).map((field) => [field.FieldKey, field]));
  const accepted = Object.entries(values).map(([key, value]) => {
    const field = fields.get(key);
    if (field === undefined || field.FieldType === "Label") throw new DemoErpRefusal(`There is no field ${key}.`);
    return [key, acceptedValue(field, value ?? "")] as const;
  });
  return Object.fromEntries(accepted);
}

/** Throws `DemoErpRefusal` for an actor that lacks a mandatory value. */
export function assertComplete(actorType: ErpActorType, values: FieldValues): void {
  const missing = fieldsOf(actorType).find(
    ({ Access, FieldKey }) => Access === "Mandatory" && (values[FieldKey ?? ""] ?? "") === "",
  );
  if (missing) throw new DemoErpRefusal(`${missing.FieldKey} must have a value.`);
}

function acceptedValue(field: FieldMetadata, text: string): string {
  const { FieldKey, FieldType, ListName, MaxLength = 0 } = field;
  try {
    const value = canonicalFieldValue(text, FieldType ?? "Text");
    if (MaxLength > 0 && value.length > MaxLength) {
      throw new DemoErpRefusal(`${FieldKey} has ${value.length} characters; the limit is ${MaxLength}.`);
    }
    const items = FieldType === "List" && value !== "" ? (demoErpLists[ListName ?? ""] ?? []) : null;
    if (items && !items.some(({ Key }) => Key === value)) {
      throw new DemoErpRefusal(`${FieldKey} has no item ${JSON.stringify(value)}.`);
    }
    return value;
  } catch (error) {
    if (error instanceof FieldValueError) throw new DemoErpRefusal(`${FieldKey}: ${error.message}.`);
    throw error;
  }
}
