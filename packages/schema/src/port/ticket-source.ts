/** A source of the ticket that calls carry. */
export interface TicketSource {
  /** Returns the ticket to call with; `undefined` to call without one. */
  ticket(): string | undefined | Promise<string | undefined>;
  /** Resolves to another ticket than the one that the server refused; `undefined` when there is no way to get one. */
  renew(refused: string | undefined): Promise<string | undefined>;
}

/** A ticket as it is kept between calls. Sources that share it share its sign-ins. */
export interface KeptTicket {
  ticket?: string | undefined;
  /** The sign-in that is in flight. */
  pending?: Promise<string> | undefined;
}

/** Returns the source of a ticket that cannot be renewed, or of none at all. */
export function fixedTicket(ticket: string | undefined): TicketSource {
  return { ticket: () => ticket, renew: async () => undefined };
}

/**
 * Returns a source of tickets got by signing in: when the first call needs one, and again when the server refuses it.
 * However many calls wait, there is one sign-in at a time. A failed sign-in rejects those who wait for it; the next call
 * tries again.
 */
export function renewableTicket(signIn: () => Promise<string>, kept: KeptTicket = {}): TicketSource {
  const begin = (): Promise<string> => {
    // One that was refused is of no more use, also when the sign-in fails.
    kept.ticket = undefined;
    kept.pending = signIn()
      .then((ticket) => {
        kept.ticket = ticket;
        return ticket;
      })
      .finally(() => {
        kept.pending = undefined;
      });
    return kept.pending;
  };
  return {
    ticket: () => kept.pending ?? kept.ticket ?? begin(),
    renew: async (refused) => {
      if (kept.pending !== undefined) return kept.pending;
      // Another call has renewed it since this one was sent.
      return kept.ticket !== undefined && kept.ticket !== refused ? kept.ticket : begin();
    },
  };
}
