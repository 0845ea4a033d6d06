import { ForeignAppEntity, ForeignDevice, ForeignKey } from "@superoffice-soap/schema";
import { assertNotBlank, fitted, type Limit, textOf } from "../call/arguments.ts";
import { maxLengthOf } from "../call/carrier-members.ts";
import { textKey, valueKey } from "../call/text-key.ts";
import type { Resources } from "../resources.ts";

/** The texts of this agent that have a limit, by what callers know them as. */
export const limits = {
  app: { name: "ApplicationName", maxLength: maxLengthOf(ForeignAppEntity, "Name") },
  device: { name: "DeviceName", maxLength: maxLengthOf(ForeignDevice, "Name") },
  identifier: { name: "DeviceIdentifier", maxLength: maxLengthOf(ForeignDevice, "DeviceIdentifier") },
  key: { name: "KeyName", maxLength: maxLengthOf(ForeignKey, "Key") },
} as const satisfies Record<string, Limit>;

/** The same texts as members of their carriers: what a caller who sends one is told. */
export const carrierLimits = {
  app: { ...limits.app, name: "Name" },
  device: { ...limits.device, name: "Name" },
  identifier: limits.identifier,
  key: { ...limits.key, name: "Key" },
} as const satisfies Record<keyof typeof limits, Limit>;

/** A text to store, and what it is compared by. */
export interface StoredText {
  readonly text: string;
  readonly key: string;
}

/** An argument as it is stored. Throws SoValidationException when it is too long. */
export function storedText(value: unknown, limit: Limit, { settings, collation }: Resources): StoredText {
  const text = fitted(textOf(value, limit.name), limit, settings.answers.overlongText);
  return { text, key: textKey(text, collation) };
}

/** As `storedText`, for the name of an app, which must not be blank. */
export function appNameText(value: unknown, resources: Resources, limit: Limit = limits.app): StoredText {
  const name = storedText(value, limit, resources);
  assertNotBlank(name.text, limit.name);
  return name;
}

/** As `storedText`, for the name of a device or key, which must not be blank unless the server stores blank ones. */
export function nameText(value: unknown, limit: Limit, resources: Resources): StoredText {
  const name = storedText(value, limit, resources);
  if (resources.settings.foreignSystem.blankNames === "reject") assertNotBlank(name.text, limit.name);
  return name;
}

/**
 * A key's value as it is stored; blank when it is nil or absent, which WCF does not tell apart. Throws
 * SoValidationException when it is too long.
 */
export function storedValue(value: unknown, { settings, collation }: Resources): StoredText {
  const limit = { name: "Value", maxLength: settings.foreignSystem.maxValueLength };
  const text = fitted(textOf(value, limit.name), limit, settings.answers.overlongText);
  return { text, key: valueKey(text, collation) };
}

/**
 * What an argument is looked up by. A text too long to be stored is found nowhere, which is no error; where longer
 * texts are cut, so is what looks for them.
 */
export function soughtKey(value: unknown, limit: Limit, { settings, collation }: Resources): string {
  return textKey(soughtText(value, limit, settings), collation);
}

/** As `soughtKey`, for a key's value. */
export function soughtValueKey(value: unknown, { settings, collation }: Resources): string {
  const limit = { name: "KeyValue", maxLength: settings.foreignSystem.maxValueLength };
  return valueKey(soughtText(value, limit, settings), collation);
}

function soughtText(value: unknown, limit: Limit, { answers }: Resources["settings"]): string {
  const text = textOf(value, limit.name);
  return answers.overlongText === "truncate" ? fitted(text, limit, "truncate") : text;
}
