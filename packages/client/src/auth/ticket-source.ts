/** Where calls get the ticket that they carry. */
export interface TicketSource {
  /** The ticket to call with; `undefined` to call without one. */
  ticket(): string | undefined | Promise<string | undefined>;
  /** A new ticket after the server refused this one; `undefined` when there is no way to get one. */
  renewed(refused: string | undefined): Promise<string | undefined>;
}

/** A ticket that cannot be renewed, or none at all. */
export function fixedTicket(ticket: string | undefined): TicketSource {
  return { ticket: () => ticket, renewed: async () => undefined };
}

/**
 * Tickets got by signing in: when the first call needs one, and again when the server refuses it. However many calls
 * wait, there is one sign-in at a time. A failed sign-in rejects those who wait for it; the next call tries again.
 */
export function renewableTicket(signIn: () => Promise<string>, initial?: string): TicketSource {
  let held = initial;
  let pending: Promise<string> | undefined;

  const begin = (): Promise<string> => {
    pending = signIn()
      .then((ticket) => {
        held = ticket;
        return ticket;
      })
      .finally(() => {
        pending = undefined;
      });
    return pending;
  };
  return {
    ticket: () => pending ?? held ?? begin(),
    renewed: async (refused) => {
      if (pending !== undefined) return pending;
      // Another call has renewed it since this one was sent.
      return held !== undefined && held !== refused ? held : begin();
    },
  };
}
