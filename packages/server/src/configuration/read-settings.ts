import type { TSchema } from "typebox";
import { Check } from "typebox/schema";
import type { SettingPlaces } from "./contradictions.ts";
import { kindOf, requirementOf, shown } from "./requirement.ts";
import type { Setting } from "./setting.ts";
import { type SettingValues, settingByName } from "./settings.ts";
import { type Given, givenByEnvironment, givenByFile, givenByFlags } from "./sources.ts";
import { UsageError } from "./usage-error.ts";

/** The sources of settings. */
export interface SettingSources {
  /** The arguments after the program's name. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The settings, and the sources of those that were given. */
export interface ReadSettings {
  readonly values: SettingValues;
  readonly places: SettingPlaces;
}

/**
 * Returns the settings that flags, environment and configuration file amount to, in this order of precedence, or `help`
 * or `version` when the flags ask for that. Throws `UsageError` for a setting that is unknown or wrong, in any of them,
 * even where another one takes precedence.
 */
export function readSettings({ args, environment }: SettingSources): ReadSettings | "help" | "version" {
  const flags = givenByFlags(args);
  if (flags.help) return "help";
  if (flags.version) return "version";
  const variables = givenByEnvironment(environment);
  const file = flags.config ?? variables.config;
  // Of several values for a setting, the last one wins.
  const given = [...(file === undefined ? [] : givenByFile(file)), ...variables.given, ...flags.given];
  const production = environment.NODE_ENV === "production";
  const values = new Map([...settingByName].map(([name, setting]) => [name, defaultOf(setting, production)]));
  for (const one of given) values.set(one.name, checked(one));
  const places = new Map(given.map(({ name, where }) => [name, where]));
  // Every setting has its default, or a value that its schema has checked.
  return { values: Object.fromEntries(values) as unknown as SettingValues, places };
}

/** Returns the value of a setting that was not given. */
function defaultOf(setting: Setting, production: boolean): unknown {
  return production && setting.inProduction !== undefined ? setting.inProduction : setting.default;
}

function checked({ setting, value, where }: Given): unknown {
  const spelled = spelledOut(setting, value);
  if (Check(setting.schema, spelled)) return spelled;
  throw new UsageError(`${where} must be ${mustBe(setting, value)}, not ${found(setting, value)}.`);
}

function spelledOut({ spelling }: Setting, value: unknown): unknown {
  return spelling !== undefined && typeof value === "string" ? spelling(value) : value;
}

/**
 * Returns the requirement of a setting's value, for a reader. For a list it is that of an item, since the error is
 * about the first item that is wrong.
 */
function mustBe({ schema }: Setting, value: unknown): string {
  const { items } = schema as { items?: TSchema };
  if (items === undefined) return requirementOf(schema);
  return Array.isArray(value) ? requirementOf(items) : `a list, each ${requirementOf(items)}`;
}

function found({ schema, secret, flaw }: Setting, value: unknown): string {
  if (secret) return (typeof value === "string" ? flaw?.(value) : undefined) ?? kindOf(value);
  const { items } = schema as { items?: TSchema };
  return shown(items !== undefined && Array.isArray(value) ? value.find((part) => !Check(items, part)) : value);
}
