import { parseArgs } from "node:util";
import {
  type AgentName,
  at,
  dateTimePattern,
  nearestName,
  type ServicesVersion,
  servicesVersions,
} from "@superoffice-soap/schema";
import { type Direction, directions } from "@superoffice-soap/testkit";

/** The command line is wrong; the message says what is, in one line. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** One envelope of the contract. */
export interface EnvelopeName {
  readonly services: ServicesVersion;
  readonly agent: AgentName;
  readonly operation: string;
  readonly direction: Direction;
}

/** The parsed command line. `moment` stands in every `dateTime`, `out` is a directory. */
export type Command =
  | { readonly name: "help" }
  | { readonly name: "print"; readonly envelope: EnvelopeName; readonly moment: string }
  | { readonly name: "write"; readonly out: string; readonly moment: string }
  | { readonly name: "check"; readonly out?: string };

/** The command in the arguments. Throws `UsageError`, which names what is wrong or missing. */
export function commandOf(args: readonly string[]): Command {
  if (args.includes("--help") || args.includes("-h")) return { name: "help" };
  const [word = "", ...rest] = args;
  if (word === "" || word.startsWith("-")) throw new UsageError("no command: say print, write or check");
  const name = oneOf(["print", "write", "check"], word, "command");
  const flags = flagsIn(rest, name);
  switch (name) {
    case "print":
      return { name, envelope: envelopeIn(flags), moment: momentIn(flags) };
    case "write":
      return { name, out: needed(flags, "out"), moment: momentIn(flags) };
    case "check":
      return { name, ...(flags.out === undefined ? {} : { out: flags.out }) };
  }
}

const flagNames = {
  print: ["services", "agent", "operation", "direction", "at"],
  write: ["out", "at"],
  check: ["out"],
} as const;

type Flag = (typeof flagNames)[keyof typeof flagNames][number];
type Flags = Readonly<Partial<Record<Flag, string>>>;

function flagsIn(args: readonly string[], command: keyof typeof flagNames): Flags {
  const known: readonly Flag[] = flagNames[command];
  const options = Object.fromEntries(known.map((flag) => [flag, { type: "string" } as const]));
  const { values, positionals } = parseArgs({ args: [...args], options, strict: false });
  for (const [flag, value] of Object.entries(values)) {
    oneOf(known.map(dashed), dashed(flag), `flag of ${command}`);
    if (typeof value !== "string" || value === "" || value.startsWith("--")) {
      throw new UsageError(`${dashed(flag)} needs a value`);
    }
  }
  const [stray] = positionals;
  if (stray !== undefined) throw new UsageError(`${command} takes flags only, not ${JSON.stringify(stray)}`);
  // Each value has been seen to be a text under a known name.
  return values as Flags;
}

function envelopeIn(flags: Flags): EnvelopeName {
  const services = oneOf(servicesVersions, needed(flags, "services"), "version");
  const { agents } = at(services);
  // The agents' names are the keys of their record.
  const agent = oneOf(Object.keys(agents) as AgentName[], needed(flags, "agent"), "agent");
  const operations = Object.keys(agents[agent].operations);
  const operation = oneOf(operations, needed(flags, "operation"), `operation of ${agent} in ${services}`);
  return { services, agent, operation, direction: oneOf(directions, needed(flags, "direction"), "direction") };
}

function momentIn(flags: Flags): string {
  const moment = needed(flags, "at");
  if (new RegExp(dateTimePattern).test(moment)) return moment;
  throw new UsageError(`--at needs a moment such as 2021-03-25T21:35:56Z, not ${JSON.stringify(moment)}`);
}

function needed(flags: Flags, flag: Flag): string {
  const value = flags[flag];
  if (value === undefined) throw new UsageError(`${dashed(flag)} is missing`);
  return value;
}

function oneOf<T extends string>(choices: readonly T[], word: string, what: string): T {
  const found = choices.find((choice) => choice === word);
  if (found !== undefined) return found;
  const close = nearestName(word, choices);
  const hint = close === undefined ? `the choices are ${choices.join(", ")}` : `did you mean ${close}?`;
  throw new UsageError(`no ${what} is called ${JSON.stringify(word)}; ${hint}`);
}

function dashed(flag: string): string {
  return `--${flag}`;
}
