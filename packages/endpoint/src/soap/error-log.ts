import { DecodeError } from "@superoffice-soap/codec";
import { SchemaError, stackFramesOf } from "@superoffice-soap/schema";

/** Something that went wrong in the server itself, fit to be kept: no secrets, no SQL, nothing of the values that were sent. */
export interface ErrorEntry {
  /** The request that it happened to; absent where requests have no names. */
  readonly requestId?: string;
  /** The operation, such as `Services88/ForeignSystem/SaveForeignKey`, as far as it was known. */
  readonly target: string;
  /** The class of what was thrown. */
  readonly error: string;
  /** Its message, secrets and SQL removed. */
  readonly message: string;
  /** The stack frames, one call a line; none for an outage, which may happen to every call. */
  readonly frames: readonly string[];
}

/** Told of what went wrong in the server itself. */
export type ErrorLog = (entry: ErrorEntry) => void;

/**
 * Returns what may be kept of something that was thrown. `secrets` are texts of the request that must not be in it; an
 * error that `isOutage` is kept without frames.
 */
export function errorEntryOf(
  target: string,
  thrown: unknown,
  { secrets = [], isOutage }: { readonly secrets?: readonly string[]; readonly isOutage: (error: Error) => boolean },
): ErrorEntry {
  const error = thrown instanceof Error ? thrown : new TypeError("something that is no error was thrown");
  const frames = isOutage(error) ? [] : stackFramesOf(error);
  return { target, error: error.name, message: redacted(messageOf(error), secrets), frames };
}

// The codec's messages quote the value that would not do, which may be anybody's: where it stands is enough. Several
// addresses that all refuse are one error without a message.
function messageOf(error: Error): string {
  if (error instanceof DecodeError)
    return `${error.code} at ${error.path} (line ${error.line}, column ${error.column})`;
  if (error instanceof SchemaError) return `expected ${error.expected} at ${error.path}`;
  return error.message || ("code" in error ? String(error.code) : "");
}

/** A log that writes each failure to standard error, on lines of its own: one, and one more for each frame. */
export function logToStandardError({ target, error, message, frames }: ErrorEntry): void {
  process.stderr.write(`SOAP ${target}: ${error}: ${message}\n${frames.map((frame) => `  ${frame}\n`).join("")}`);
}

function redacted(message: string, secrets: readonly string[]): string {
  const known = secrets
    .filter((secret) => secret !== "")
    .reduce((text, secret) => text.replaceAll(secret, "…"), message);
  // Statements are looked for from every word that may begin one: not in a text of any length.
  return known.replace(ticket, "…").slice(0, 2000).replace(statement, "…").slice(0, 500);
}

/** Tickets (`7T:`), stored hashes (`7P:`, `7S:`) and access tokens (`8A:`, `7A:`). */
const ticket = /\b(?:7[APST]|8A):[^\s"'<>]+/g;

/** From the first word of an SQL statement on. */
const statement =
  /\b(?:select|insert\s+into|update|delete\s+from|with|create|alter|drop|pragma|begin)\s[\s\S]*\b(?:from|values|set|where|as|table|index|into)\b[\s\S]*/i;
