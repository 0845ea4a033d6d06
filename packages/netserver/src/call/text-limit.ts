import { invalidField } from "./so-exception.ts";

/** A text that is to be stored and how much of it fits. */
export interface TextLimit {
  /** The caller's name for the text, such as `DeviceName`. */
  readonly name: string;
  /** In UTF-16 code units. */
  readonly maxLength: number;
}

/** Returns the text as it may be stored: whole, or cut when the server cuts. Throws SoValidationException when too long. */
export function fitted(text: string, { name, maxLength }: TextLimit, overlong: "reject" | "truncate"): string {
  if (text.length <= maxLength) return text;
  if (overlong === "truncate") return cut(text, maxLength);
  throw invalidField(name, `${name} has ${text.length} characters; the limit is ${maxLength}.`);
}

/** Throws SoValidationException for a name that must not be blank and is. */
export function assertNotBlank(text: string, name: string): void {
  if (text.trim() === "") throw invalidField(name, `${name} must not be blank.`);
}

/** Returns the first UTF-16 code units of a text: as many as this, or one less where it would end in half a character. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = text.charCodeAt(length - 1);
  return text.slice(0, end >= 0xd800 && end <= 0xdbff ? length - 1 : length);
}
