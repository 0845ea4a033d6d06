import { isSessionError, NetServerError } from "./errors.ts";

/** The operation that tests a ticket: it needs one, and neither reads nor writes anything. */
export const probe = { agent: "ForeignSystem", operation: "CreateDefaultForeignAppEntity" } as const;

/** Resolves to true when a call of `probe` shows that the ticket is good: it succeeds, or fails for another reason. */
export async function isTicketGood(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    // The error of an unreachable upstream says nothing about the ticket.
    return error instanceof NetServerError && !isSessionError(error) && error.exceptionType.startsWith("SuperOffice.");
  }
}
