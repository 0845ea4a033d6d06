import { ForeignAppEntity, ForeignDevice, ForeignKey } from "@superoffice-soap/schema";
import { maxLengthOf } from "../call/carrier-members.ts";
import { textKey, valueKey } from "../call/text-key.ts";
import { assertNotBlank, fitted, type TextLimit } from "../call/text-limit.ts";
import type { Resources } from "../resources.ts";

/** The texts of this agent that have a limit, by what callers know them as. */
export const limits = {
  app: { name: "ApplicationName", maxLength: maxLengthOf(ForeignAppEntity, "Name") },
  device: { name: "DeviceName", maxLength: maxLengthOf(ForeignDevice, "Name") },
  identifier: { name: "DeviceIdentifier", maxLength: maxLengthOf(ForeignDevice, "DeviceIdentifier") },
  key: { name: "KeyName", maxLength: maxLengthOf(ForeignKey, "Key") },
} as const satisfies Record<string, TextLimit>;

/** The same texts as members of their carriers: what a caller who sends one is told. */
export const carrierLimits = {
  app: { ...limits.app, name: "Name" },
  device: { ...limits.device, name: "Name" },
  identifier: limits.identifier,
  key: { ...limits.key, name: "Key" },
} as const satisfies Record<keyof typeof limits, TextLimit>;

/** A text to store, and what it is compared by. */
export interface StoredText {
  readonly text: string;
  readonly key: string;
}

/** An argument as it is stored. Throws SoValidationException when it is too long. */
export function storedText(given: string, limit: TextLimit, { settings, collation }: Resources): StoredText {
  const text = fitted(given, limit, settings.answers.overlongText);
  return { text, key: textKey(text, collation) };
}

/** As `storedText`, for the name of an app, which must not be blank. */
export function appNameText(given: string, resources: Resources, limit: TextLimit = limits.app): StoredText {
  const name = storedText(given, limit, resources);
  assertNotBlank(name.text, limit.name);
  return name;
}

/** As `storedText`, for the name of a device or key, which must not be blank unless the server stores blank ones. */
export function nameText(given: string, limit: TextLimit, resources: Resources): StoredText {
  const name = storedText(given, limit, resources);
  if (resources.settings.foreignSystem.blankNames === "reject") assertNotBlank(name.text, limit.name);
  return name;
}

/**
 * A key's value as it is stored; blank when it is nil or absent, which WCF does not tell apart. Throws
 * SoValidationException when it is too long.
 */
export function storedValue(given: string, { settings, collation }: Resources): StoredText {
  const limit = { name: "Value", maxLength: settings.foreignSystem.maxValueLength };
  const text = fitted(given, limit, settings.answers.overlongText);
  return { text, key: valueKey(text, collation) };
}

/**
 * Returns the collation key that an argument is looked up by. A text too long to be stored is found nowhere, which is no
 * error; where longer texts are cut, the argument is cut as well.
 */
export function soughtKey(given: string, limit: TextLimit, { settings, collation }: Resources): string {
  return textKey(soughtText(given, limit, settings), collation);
}

/** As `soughtKey`, for a key's value. */
export function soughtValueKey(given: string, { settings, collation }: Resources): string {
  const limit = { name: "KeyValue", maxLength: settings.foreignSystem.maxValueLength };
  return valueKey(soughtText(given, limit, settings), collation);
}

function soughtText(given: string, limit: TextLimit, { answers }: Resources["settings"]): string {
  return answers.overlongText === "truncate" ? fitted(given, limit, "truncate") : given;
}
