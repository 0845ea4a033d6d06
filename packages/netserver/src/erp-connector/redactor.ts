import { replacePasswords } from "@superoffice-soap/schema";

/** Removes secrets from words. */
export type Redact = (words: string) => string;

const removed = "…";

/** Removes the passwords that stand in addresses, connection strings and the like. */
export function withoutEmbeddedPasswords(words: string): string {
  return replacePasswords(words, () => removed);
}

/**
 * Makes what removes the passwords among configuration values from words. `passwordKeys` are the fields that hold them;
 * `undefined` when that is not known, so that every value may be one.
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
  // The longest first: one may be a part of another.
  const patterns = [...new Set(secrets)].sort((one, other) => other.length - one.length).map(patternOf);
  return (words) =>
    patterns.reduce((clean, pattern) => clean.replace(pattern, removed), withoutEmbeddedPasswords(words));
}

/** A short one may be a part of any word, so that it counts by itself alone. */
function patternOf(secret: string): RegExp {
  const text = secret.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  return secret.length >= 4 ? new RegExp(text, "gu") : new RegExp(`(?<![\\p{L}\\p{N}])${text}(?![\\p{L}\\p{N}])`, "gu");
}
