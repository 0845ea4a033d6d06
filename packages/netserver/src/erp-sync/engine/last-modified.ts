import type { FieldMetadataType } from "@superoffice-soap/schema";
import { decodeFieldValue, type FieldValue } from "../../erp-connector/field-value.ts";
import { FieldValueError } from "../../erp-connector/field-value-error.ts";

/** Returns the later of two `LastModified`: numbers, dates or other texts that grow. Blank comes first. */
export function laterOf(left: string, right: string): string {
  if (left === "" || right === "") return left || right;
  for (const type of ["Double", "Date"] as const) {
    const [first, second] = [readAs(left, type), readAs(right, type)];
    if (first !== null && second !== null) return first < second ? right : left;
  }
  return left < right ? right : left;
}

/** Returns the earlier of two `LastModified`, compared as in `laterOf`. */
export function earlierOf(left: string, right: string): string {
  if (left === "" || right === "") return "";
  return laterOf(left, right) === left ? right : left;
}

function readAs(text: string, type: FieldMetadataType): FieldValue {
  try {
    return decodeFieldValue(text, type);
  } catch (error) {
    if (error instanceof FieldValueError) return null;
    throw error;
  }
}
