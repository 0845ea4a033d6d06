import { isSecretName as isSecretWord, replacePasswords } from "@superoffice-soap/schema";
import { exampleApplicationToken, exampleTicket } from "../generate/example.ts";

/** The text that replaces a password, or another secret without a documented example, in a scrubbed envelope. */
export const scrubbed = "scrubbed";

/** Tells whether a member or a dictionary's key of this name holds a value that must not be shown or kept. */
export function isSecretName(name: string, also: readonly string[] = []): boolean {
  return isSecretWord(name) || also.some((other) => other.toLowerCase() === name.toLowerCase());
}

/** Returns the replacement for the secret in an element of this name. */
export function placeholderOf(name: string): string {
  if (/ticket$/i.test(name)) return exampleTicket;
  return name === "ApplicationToken" ? exampleApplicationToken : scrubbed;
}

/**
 * Tells whether a member of this name may hold a value that its siblings mark as secret: the `Value` of a pair, a
 * field's `DefaultValue`.
 */
export function isValueName(name: string): boolean {
  return /value$/i.test(name);
}

/**
 * Tells whether the values of an element are secret because of their siblings: the key of a dictionary's pair or of a
 * field, in whatever order they come, or a field's type. `members` are the element's own, name and text.
 */
export function hidesValues(
  element: string,
  members: Iterable<readonly [name: string, text: string]>,
  also: readonly string[] = [],
): boolean {
  // The keys of SoPrincipal's generic sign-in data are defined by the server's plugins.
  if (element === "AuthenticationGenericDataKeyValuePair") return true;
  for (const [name, text] of members) {
    if (/key$/i.test(name) && isSecretName(text.trim(), also)) return true;
    if (name === "FieldType" && text.trim() === "Password") return true;
  }
  return false;
}

/**
 * Returns a text with every SuperOffice ticket (`7T:` and base64) and access token (`8A:`, tenant, dot) in it replaced.
 */
export function withoutTickets(text: string): string {
  return text.replaceAll(/\b7T:[\w+/=-]*/g, exampleTicket).replaceAll(/(?<![\w:])[78]A:\w+\.[\w+/=.-]+/g, scrubbed);
}

/**
 * Returns a text without tickets, access tokens, and the passwords in its URLs, connection strings, JSON and XML. Those
 * passwords are added to `found`.
 */
export function withoutSecrets(text: string, found: string[] = []): string {
  return replacePasswords(withoutTickets(text), (password) => {
    if (password !== scrubbed) found.push(password);
    return scrubbed;
  });
}
