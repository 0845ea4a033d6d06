import { asXmlText, stackFramesOf } from "@superoffice-soap/schema";
import { cut } from "../call/text-limit.ts";
import type { ConnectorLogEntry, ThrownError } from "../connector-log-entry.ts";

/** A log that writes each entry to standard error, on a line of its own, and one more for each cause and each frame. */
export function logConnectorToStandardError({ level, url, operation, message, thrown }: ConnectorLogEntry): void {
  const lines = thrown.flatMap(({ error, message: words, frames }, index) => [
    ...(index === 0 ? [] : [`  caused by ${error}: ${words}`]),
    ...frames.map((frame) => `    ${frame}`),
  ]);
  process.stderr.write(`ERP connector ${url}, ${operation} (${level}): ${[message, ...lines].join("\n")}\n`);
}

/** The limits of a logged error: its name, its message, and its causes. */
const [maxNameLength, maxMessageLength, maxCauses] = [80, 500, 4];

/**
 * Describes what a connector threw: the error itself, then its causes. Throws when the thrown value does so on
 * inspection.
 */
export function describeThrown(thrown: unknown): readonly ThrownError[] {
  const described: ThrownError[] = [];
  let next = thrown;
  do {
    described.push(describeOne(next));
    next = next instanceof Error ? next.cause : undefined;
  } while (next !== undefined && described.length <= maxCauses);
  return described;
}

function describeOne(thrown: unknown): ThrownError {
  if (!(thrown instanceof Error)) return { error: typeof thrown, message: line(messageOf(thrown)), frames: [] };
  const { name } = thrown;
  const error = isName(name) ? cut(name, maxNameLength) : "an error";
  return { error, message: line(messageOf(thrown)), frames: stackFramesOf(thrown).map(asXmlText) };
}

function isName(name: unknown): name is string {
  return typeof name === "string" && name !== "" && asXmlText(name) === name;
}

/**
 * Returns an error's message; for an aggregate without one, its errors' messages; for a system error without text, its
 * code.
 */
function messageOf(thrown: unknown): string {
  if (typeof thrown === "string") return thrown;
  if (typeof thrown !== "object" || thrown === null) return "";
  if ("message" in thrown && typeof thrown.message === "string" && thrown.message !== "") return thrown.message;
  if (thrown instanceof AggregateError) return thrown.errors.slice(0, maxCauses).map(messageOf).join("; ");
  return "code" in thrown && typeof thrown.code === "string" ? thrown.code : "";
}

/** Returns the text on one line, without the stack lines that some libraries put into their messages. */
function line(text: string): string {
  const lines = text.slice(0, 10 * maxMessageLength).split(/\r\n?|\n/);
  const words = lines.filter((one) => !/^\s+at /.test(one)).map((one) => one.trim());
  return cut(asXmlText(words.join(" ").trim()), maxMessageLength);
}
