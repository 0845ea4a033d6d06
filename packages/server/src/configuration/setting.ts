import type { Static, TSchema } from "typebox";
import type { Group } from "./groups.ts";

/** A setting of the program, which a flag, the environment or the file can give. */
export interface Setting<S extends TSchema = TSchema, Default = unknown> {
  /**
   * The schema of its values: an integer, a boolean, a string, or a list of strings. Its `description` is the
   * requirement in words where the other keywords do not express it: `an origin such as https://app.example`.
   */
  readonly schema: S;
  /** The value when none is given; null for none. */
  readonly default: Default;
  /** The value when none is given and `NODE_ENV` is `production`, where that differs. */
  readonly inProduction?: Default;
  /** The part of `--help` that lists it. */
  readonly group: Group;
  /** The word that `--help` has for the value: `NUMBER`; absent for a switch. */
  readonly takes?: string;
  /** The explanation in `--help`. */
  readonly help: string;
  /** True when a value may hold a password, so that no error shows it. */
  readonly secret?: boolean;
  /** Returns the flaw of a text that is invalid and not shown: `one with a query or fragment`. */
  readonly flaw?: (text: string) => string | undefined;
  /** Returns a value in its usual spelling, before it is checked. */
  readonly spelling?: (text: string) => string;
}

/** The type of a setting's value in the program: that of its schema, or of its default. */
export type ValueOf<T> = T extends Setting<infer S, infer Default> ? Static<S> | Default : never;

/** Makes a setting whose value has the schema's type. */
export function setting<S extends TSchema, const Default>(
  schema: S,
  description: Omit<Setting<S, Default>, "schema">,
): Setting<S, Default> {
  return { schema, ...description };
}

/** Returns the flag that gives a setting: `--requests-per-minute` for `requestsPerMinute`. */
export function flagOf(name: string): string {
  return `--${wordsOf(name).join("-")}`;
}

/** Returns the environment variable that gives a setting: `SUPEROFFICE_SOAP_REQUESTS_PER_MINUTE`. */
export function variableOf(name: string): string {
  return `${variablePrefix}${wordsOf(name).join("_").toUpperCase()}`;
}

/** The beginning of the names of this program's environment variables. */
export const variablePrefix = "SUPEROFFICE_SOAP_";

function wordsOf(name: string): readonly string[] {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).split(" ");
}
