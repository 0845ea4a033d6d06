import { isSessionError, NetServerError } from "./errors.ts";

/** The operation that tells whether a ticket is good: it wants one, and neither reads nor writes anything. */
export const probe = { agent: "ForeignSystem", operation: "CreateDefaultForeignAppEntity" } as const;

/** Resolves to true when a call of `probe` was answered as one with a good ticket is, be it with an error about something else. */
export async function isTicketGood(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    // An upstream that is away does not know the ticket.
    return error instanceof NetServerError && !isSessionError(error) && error.exceptionType.startsWith("SuperOffice.");
  }
}
