import { type ParseArgsConfig, parseArgs } from "node:util";
import { suggestionFor } from "@superoffice-soap/schema";
import { readJson } from "./read-json.ts";
import { kindOf } from "./requirement.ts";
import { flagOf, type Setting, variableOf, variablePrefix } from "./setting.ts";
import { type SettingName, settingByName } from "./settings.ts";
import { UsageError } from "./usage-error.ts";

/** A setting with the value that a source gives it, not checked yet. */
export interface Given {
  readonly name: SettingName;
  readonly setting: Setting;
  readonly value: unknown;
  /** The source, as errors name it: `--port`, `SUPEROFFICE_SOAP_PORT`, `config.json: port`. */
  readonly where: string;
}

/** The settings that flags or environment give. */
export interface GivenWithFile {
  readonly given: readonly Given[];
  /** The configuration file that they name. */
  readonly config: string | undefined;
}

/** The settings of the command line, and the texts that it may ask for instead of a server. */
export interface FlagsGiven extends GivenWithFile {
  readonly help: boolean;
  readonly version: boolean;
}

/** Returns the settings that the command line gives. Throws `UsageError` for an argument that is no flag. */
export function givenByFlags(args: readonly string[]): FlagsGiven {
  const { help, version, config, ...values } = parsed(args);
  if (config === "") throw new UsageError("--config must be the path of a file, not a blank text.");
  const given = [...settingByName].flatMap(([name, setting]): Given[] => {
    const where = flagOf(name);
    const value = values[where.slice(2)];
    return value === undefined ? [] : [{ name, setting, where, value: fromText(setting, value) }];
  });
  return {
    given,
    config: typeof config === "string" ? config : undefined,
    help: help === true,
    version: version === true,
  };
}

/**
 * Returns the settings that the environment gives. A blank variable gives nothing. Throws `UsageError` for one that is
 * no setting.
 */
export function givenByEnvironment(environment: Readonly<Record<string, string | undefined>>): GivenWithFile {
  const known = new Map([...settingByName].map(([name, setting]) => [variableOf(name), { name, setting }]));
  const given = Object.entries(environment).flatMap(([where, text = ""]): Given[] => {
    if (!where.startsWith(variablePrefix) || where.startsWith(testPrefix) || where === configVariable) return [];
    const found = known.get(where);
    if (found === undefined) throw unknown(where, where, known.keys());
    const { schema } = found.setting;
    const value = "items" in schema ? text.split(",").map((part) => part.trim()) : text;
    return text === "" ? [] : [{ ...found, where, value: fromText(found.setting, value) }];
  });
  return { given, config: environment[configVariable] || undefined };
}

/**
 * Returns the settings that a JSON file gives. Throws `UsageError` when it cannot be read, or names something that is
 * no setting.
 */
export function givenByFile(path: string): readonly Given[] {
  const known = new Map([...settingByName].map(([name, setting]) => [String(name), { name, setting }]));
  return Object.entries(objectIn(path)).map(([name, value]) => {
    const where = `${path}: ${name}`;
    const found = known.get(name);
    if (found === undefined) throw unknown(where, name, known.keys());
    return { ...found, value, where };
  });
}

function unknown(where: string, name: string, known: Iterable<string>): UsageError {
  return new UsageError(`${sentence(`${where} is no setting${suggestionFor(name, known)}`)} See --help.`);
}

function sentence(text: string): string {
  return /[.?]$/.test(text) ? text : `${text}.`;
}

const configVariable = variableOf("config");

/** The beginning of the tests' own variables, which a program that they start inherits. */
const testPrefix = variableOf("test_");

function parsed(args: readonly string[]): Record<string, unknown> {
  try {
    return parseArgs({ args: [...args], strict: true, allowPositionals: false, allowNegative: true, options }).values;
  } catch (error) {
    // Node's message names the flag, but goes on about positional arguments, or in further lines.
    const [sentences = "The command line cannot be read"] = error instanceof Error ? error.message.split(". ") : [];
    const first = sentences.replaceAll("\n", " ");
    const [, flag] = /^Unknown option '(--[^']+)'/.exec(first) ?? [];
    const suggestion =
      flag === undefined
        ? ""
        : suggestionFor(
            flag,
            Object.keys(options).map((name) => `--${name}`),
          );
    throw new UsageError(`${sentence(first + suggestion)} See --help.`);
  }
}

const options: NonNullable<ParseArgsConfig["options"]> = {
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
  config: { type: "string" },
  ...Object.fromEntries(
    [...settingByName].map(([name, { takes, schema }]) => {
      const type = takes === undefined ? ("boolean" as const) : ("string" as const);
      return [flagOf(name).slice(2), { type, multiple: "items" in schema }];
    }),
  ),
};

/** Returns the value that a text stands for; anything else as it is, for the check to refuse. */
function fromText({ schema }: Setting, text: unknown): unknown {
  const { type } = schema as { type?: string };
  if (type === "integer" && typeof text === "string" && /^\d{1,15}$/.test(text)) return Number(text);
  if (type === "boolean" && (text === "true" || text === "1")) return true;
  if (type === "boolean" && (text === "false" || text === "0")) return false;
  return text;
}

function objectIn(path: string): object {
  const value = readJson(path);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new UsageError(`${path} must be an object of settings, not ${kindOf(value)}.`);
}
