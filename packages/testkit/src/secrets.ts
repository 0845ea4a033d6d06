import { exampleApplicationToken, exampleTicket } from "./example.ts";

/** What stands in a scrubbed envelope in place of a password or another secret without a documented example. */
export const scrubbed = "scrubbed";

const secretName = /ticket|token|passw|pwd|secret|api_?key/i;

/** Whether a member or a dictionary's key of this name holds something that must not be shown or kept. */
export function isSecretName(name: string, also: readonly string[] = []): boolean {
  return secretName.test(name) || also.some((other) => other.toLowerCase() === name.toLowerCase());
}

/** What to put in place of the secret that an element of this name holds. */
export function placeholderOf(name: string): string {
  if (/ticket$/i.test(name)) return exampleTicket;
  return name === "ApplicationToken" ? exampleApplicationToken : scrubbed;
}

/** A text with every SuperOffice ticket in it (`7T:` and base64) replaced by the documented example. */
export function withoutTickets(text: string): string {
  return text.replaceAll(/\b7T:[\w+/=-]*/g, exampleTicket);
}
