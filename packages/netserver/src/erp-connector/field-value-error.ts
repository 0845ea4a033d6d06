import { invalidField } from "../call/so-exception.ts";

/** The error for a text that is no value of its field's type. */
export class FieldValueError extends Error {
  override readonly name = "FieldValueError";
}

/** Reads a value. Throws SoValidationException, which names the field, for a text that is no value of its type. */
export function orInvalidField<T>(key: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof FieldValueError ? invalidField(key, `${key}: ${error.message}.`) : error;
  }
}
