import { isSecretName as isSecretWord, replacePasswords } from "@superoffice-soap/schema";
import { exampleApplicationToken, exampleTicket } from "../generate/example.ts";

/** What stands in a scrubbed envelope in place of a password or another secret without a documented example. */
export const scrubbed = "scrubbed";

/** Whether a member or a dictionary's key of this name holds something that must not be shown or kept. */
export function isSecretName(name: string, also: readonly string[] = []): boolean {
  return isSecretWord(name) || also.some((other) => other.toLowerCase() === name.toLowerCase());
}

/** What to put in place of the secret that an element of this name holds. */
export function placeholderOf(name: string): string {
  if (/ticket$/i.test(name)) return exampleTicket;
  return name === "ApplicationToken" ? exampleApplicationToken : scrubbed;
}

/** Whether a member of this name may hold what its siblings say is secret: the `Value` of a pair, a field's `DefaultValue`. */
export function isValueName(name: string): boolean {
  return /value$/i.test(name);
}

/**
 * Whether the values of an element are secret because of what stands beside them: the key of a dictionary's pair or of a
 * field, in whatever order they come, or a field's type. `members` are the element's own, name and text.
 */
export function hidesValues(
  element: string,
  members: Iterable<readonly [name: string, text: string]>,
  also: readonly string[] = [],
): boolean {
  // SoPrincipal's generic sign-in data, whose keys are the server's plugins' own.
  if (element === "AuthenticationGenericDataKeyValuePair") return true;
  for (const [name, text] of members) {
    if (/key$/i.test(name) && isSecretName(text.trim(), also)) return true;
    if (name === "FieldType" && text.trim() === "Password") return true;
  }
  return false;
}

/** A text with every SuperOffice ticket (`7T:` and base64) and access token (`8A:`, tenant, dot) in it replaced. */
export function withoutTickets(text: string): string {
  return text.replaceAll(/\b7T:[\w+/=-]*/g, exampleTicket).replaceAll(/(?<![\w:])[78]A:\w+\.[\w+/=.-]+/g, scrubbed);
}

/**
 * A text without tickets, access tokens, and the passwords in its URLs, connection strings, JSON and XML. `found` gets
 * those passwords.
 */
export function withoutSecrets(text: string, found: string[] = []): string {
  return replacePasswords(withoutTickets(text), (password) => {
    if (password !== scrubbed) found.push(password);
    return scrubbed;
  });
}
