import type { Static, TSchema } from "typebox";
import type { Group } from "./groups.ts";

/** One thing that the program can be told, whether by a flag, in the environment or in the file. */
export interface Setting<S extends TSchema = TSchema, Default = unknown> {
  /**
   * What its values are. An integer, a boolean, a string, or a list of strings. Its `description` says what a value must
   * be where the rest does not say it to a reader: `an origin such as https://app.example`.
   */
  readonly schema: S;
  /** The value when none is given; null for none. */
  readonly default: Default;
  /** The value when none is given and `NODE_ENV` is `production`, where that differs. */
  readonly inProduction?: Default;
  /** The part of `--help` that it stands in. */
  readonly group: Group;
  /** What `--help` calls the value: `NUMBER`. A switch has none. */
  readonly takes?: string;
  /** What it means, for `--help`. */
  readonly help: string;
  /** True when a value may hold a password, so that no error shows it. */
  readonly secret?: boolean;
  /** What is wrong with a text that will not do and is not shown: `one with a query or fragment`. */
  readonly flaw?: (text: string) => string | undefined;
  /** Gives a value its usual spelling before it is checked. */
  readonly spelling?: (text: string) => string;
}

/** What a setting is in the program: a value of its schema, or its default. */
export type ValueOf<T> = T extends Setting<infer S, infer Default> ? Static<S> | Default : never;

/** A setting whose value has the schema's type. */
export function setting<S extends TSchema, const Default>(
  schema: S,
  description: Omit<Setting<S, Default>, "schema">,
): Setting<S, Default> {
  return { schema, ...description };
}

/** The flag that sets it: `--requests-per-minute` for `requestsPerMinute`. */
export function flagOf(name: string): string {
  return `--${wordsOf(name).join("-")}`;
}

/** The environment variable that sets it: `SUPEROFFICE_SOAP_REQUESTS_PER_MINUTE`. */
export function variableOf(name: string): string {
  return `${variablePrefix}${wordsOf(name).join("_").toUpperCase()}`;
}

/** What the names of this program's environment variables begin with. */
export const variablePrefix = "SUPEROFFICE_SOAP_";

function wordsOf(name: string): readonly string[] {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).split(" ");
}
