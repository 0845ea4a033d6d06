import type { TSchema } from "typebox";
import { Check } from "typebox/schema";
import type { Setting } from "./setting.ts";
import { type SettingValues, settingByName } from "./settings.ts";
import { type Given, givenByEnvironment, givenByFile, givenByFlags } from "./sources.ts";
import { UsageError } from "./usage-error.ts";

/** Where settings come from. */
export interface SettingSources {
  /** The arguments after the program's name. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The settings that flags, environment and configuration file amount to, in this order of precedence, or `help` when
 * that is what the flags ask for. Throws `UsageError` for one that is not known, or wrong, wherever it stands.
 */
export function readSettings({ args, environment }: SettingSources): SettingValues | "help" {
  const flags = givenByFlags(args);
  if (flags.help) return "help";
  const variables = givenByEnvironment(environment);
  const file = flags.config ?? variables.config;
  // The last one wins.
  const given = [...(file === undefined ? [] : givenByFile(file)), ...variables.given, ...flags.given];
  const production = environment.NODE_ENV === "production";
  const values = new Map([...settingByName].map(([name, setting]) => [name, defaultOf(setting, production)]));
  for (const one of given) values.set(one.name, checked(one));
  // Every setting has its default, or a value that its schema has checked.
  return Object.fromEntries(values) as unknown as SettingValues;
}

/** The value of a setting that nobody gives. */
function defaultOf(setting: Setting, production: boolean): unknown {
  return production && setting.inProduction !== undefined ? setting.inProduction : setting.default;
}

function checked({ setting, value, where }: Given): unknown {
  const spelled = spelledOut(setting, value);
  if (Check(setting.schema, spelled)) return spelled;
  const found = setting.secret ? "" : `, not ${shown(wrongPart(setting, value))}`;
  throw new UsageError(`${where} must be ${requirementOf(setting, value)}${found}.`);
}

function spelledOut({ spelling }: Setting, value: unknown): unknown {
  return spelling !== undefined && typeof value === "string" ? spelling(value) : value;
}

/** The first wrong value in a list of them, where it is one. */
function wrongPart({ schema }: Setting, value: unknown): unknown {
  const { items } = schema as { items?: TSchema };
  return items === undefined || !Array.isArray(value) ? value : value.find((part) => !Check(items, part));
}

/** What a value of a setting must be, for a reader. */
function requirementOf({ schema, must = "a text that is not blank" }: Setting, value: unknown): string {
  const { type, minimum, maximum } = schema as { type?: string; minimum?: number; maximum?: number };
  if (type === "integer") return `${minimum} to ${maximum}`;
  if (type === "array" && !Array.isArray(value)) return `a list, each ${must}`;
  return type === "boolean" ? "true or false" : must;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
