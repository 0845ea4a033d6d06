import { replacePasswords } from "@superoffice-soap/schema";

/** A function that removes secrets from a text. */
export type Redact = (words: string) => string;

const removed = "…";

/** Removes passwords in addresses, connection strings and the like. */
export function withoutEmbeddedPasswords(words: string): string {
  return replacePasswords(words, () => removed);
}

/**
 * Creates the function that removes a configuration's passwords from a text. `passwordKeys` are the fields that hold
 * them; `undefined` when unknown: then every value may be one.
 */
export function redactor(
  values: readonly (readonly [key: string, value: string | null])[],
  passwordKeys: ReadonlySet<string> | undefined,
): Redact {
  const secrets = values.flatMap(([key, value]) =>
    value && (passwordKeys?.has(key) ?? true)
      ? [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]
      : [],
  );
  // Longest first, since one may contain another.
  const patterns = [...new Set(secrets)].sort((one, other) => other.length - one.length).map(patternOf);
  return (words) =>
    patterns.reduce((clean, pattern) => clean.replace(pattern, removed), withoutEmbeddedPasswords(words));
}

/** Matches a short password only as a whole word: it may be part of any other. */
function patternOf(secret: string): RegExp {
  const text = secret.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  return secret.length >= 4 ? new RegExp(text, "gu") : new RegExp(`(?<![\\p{L}\\p{N}])${text}(?![\\p{L}\\p{N}])`, "gu");
}
