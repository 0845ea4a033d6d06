import type { AnswerOptions } from "../options.ts";
import { soException } from "./so-exception.ts";

/** What a getter answers: the thing, or what stands for none. Throws SoNotFoundException where that is wanted instead of nil. */
export function foundOrNull<T>(
  thing: T | null | undefined,
  what: string,
  { missingEntity }: Required<AnswerOptions>,
): T | null {
  if (thing !== undefined && thing !== null) return thing;
  if (missingEntity === "nil") return null;
  throw soException("SoNotFoundException", `There is no ${what} like that.`);
}
