import type { AnswerOptions } from "../options.ts";
import { soException } from "./so-exception.ts";

/** Returns the value, or null when there is none. Throws SoNotFoundException instead if `missingEntity` is "exception". */
export function foundOrNull<T>(
  thing: T | null | undefined,
  what: string,
  { missingEntity }: Required<AnswerOptions>,
): T | null {
  if (thing !== undefined && thing !== null) return thing;
  if (missingEntity === "nil") return null;
  throw soException("SoNotFoundException", `There is no ${what} like that.`);
}
