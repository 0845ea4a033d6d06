/** The text that every ticket of NetServer begins with. */
export const ticketPrefix = "7T:";

/** Tells whether a text looks like a ticket; its worth is another question. */
export function isTicket(text: string): boolean {
  return text.startsWith(ticketPrefix);
}
