import { invalidField } from "../call/so-exception.ts";
import { FieldValueError } from "./field-value.ts";

/** What reading a value answers. Throws SoValidationException, which names the field, for a text that is no value of its type. */
export function orInvalidField<T>(key: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof FieldValueError ? invalidField(key, `${key}: ${error.message}.`) : error;
  }
}
