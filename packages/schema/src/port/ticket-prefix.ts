/** The prefix of every NetServer ticket. */
export const ticketPrefix = "7T:";

/** Tells whether a text looks like a ticket; it may be invalid all the same. */
export function isTicket(text: string): boolean {
  return text.startsWith(ticketPrefix);
}
