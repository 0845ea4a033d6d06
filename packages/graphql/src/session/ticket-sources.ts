import { createHash } from "node:crypto";
import {
  at,
  type CallContext,
  fixedTicket,
  type KeptTicket,
  type NetServerPort,
  type Output,
  renewableTicket,
  type TicketSource,
} from "@superoffice-soap/schema";
import { LRUCache } from "lru-cache";
import { codedError } from "../errors/public-error.ts";
import type { Credentials } from "./credentials.ts";

/** A user who is signed in without credentials. */
export interface DevelopmentUser {
  readonly userName: string;
  readonly password: string;
}

/** The circumstances of one request, besides its credentials, on which its tickets depend. */
export interface TicketRequest {
  readonly credentials: Credentials;
  /** The context of the call that signs in, without a ticket. */
  readonly context: CallContext;
  /** The user who stands in when the request has no credentials; null for none. */
  readonly standIn: DevelopmentUser | null;
  /** Returns the reason why no user stands in, where one would for other callers. */
  readonly explain?: () => string;
}

/** A function that gives each request its source of tickets. Tickets got by signing in are kept for later requests. */
export type TicketSources = (request: TicketRequest) => TicketSource;

type SignIn = () => Promise<string>;

/**
 * Makes the ticket sources for one NetServer. An access token is exchanged for a ticket once in ten minutes, so that a
 * revoked token is noticed by then; of a thousand callers, the one not seen for longest is dropped first.
 */
export function createTicketSources(netServer: NetServerPort): TicketSources {
  const tickets = new LRUCache<string, KeptTicket>({ max: 1000, ttl: 10 * 60_000 });

  function kept(key: string, signIn: SignIn): TicketSource {
    // The source is looked up for each call, since a kept ticket may expire while a request is in flight.
    const source = () => {
      const ticket = tickets.get(key) ?? {};
      return renewableTicket(async () => {
        tickets.set(key, ticket);
        try {
          return await signIn();
        } catch (error) {
          if (tickets.peek(key) === ticket) tickets.delete(key);
          throw error;
        }
      }, ticket);
    };
    return { ticket: () => source().ticket(), renew: (refused) => source().renew(refused) };
  }

  return ({ credentials, context, standIn, explain }) => {
    switch (credentials.kind) {
      case "ticket":
        return fixedTicket(credentials.ticket);
      case "accessToken":
        return kept(keyOf("token", credentials.accessToken, context), () =>
          exchange(netServer, credentials.accessToken, context),
        );
      case "unsupported":
        return refused();
      case "none":
        if (standIn === null) return explain === undefined ? fixedTicket(undefined) : unaided(explain);
        return kept(keyOf("user", standIn.userName, context), () => signInAs(netServer, standIn, context));
    }
  };
}

/** Returns a source without a ticket; where NetServer requires one, the error explains why there is none. */
function unaided(explain: () => string): TicketSource {
  return {
    ticket: () => undefined,
    async renew() {
      throw codedError("UNAUTHENTICATED", `The ticket is missing. ${explain()}`);
    },
  };
}

function refused(): TicketSource {
  const refuse = async (): Promise<never> => {
    throw codedError(
      "UNAUTHENTICATED",
      "Authorization must be `SOTicket` and a ticket, or `Bearer` and an access token.",
    );
  };
  return { ticket: refuse, renew: refuse };
}

async function exchange(netServer: NetServerPort, accessToken: string, context: CallContext): Promise<string> {
  if (!("AuthenticateWithAccessToken" in at(context.services).agents.SoPrincipal.operations)) {
    throw codedError("UNAUTHENTICATED", `${context.services} has no sign-in by access token; send a ticket.`);
  }
  const answer = await netServer.call(
    "SoPrincipal",
    "AuthenticateWithAccessToken",
    { AccessToken: accessToken },
    context,
  );
  return ticketOf(answer, "The access token is unknown or has expired.");
}

async function signInAs(netServer: NetServerPort, user: DevelopmentUser, context: CallContext): Promise<string> {
  const input = { UserName: user.userName, Password: user.password };
  const answer = await netServer.call("SoPrincipal", "AuthenticateUsernamePassword", input, context);
  return ticketOf(answer, `${user.userName} could not be signed in.`);
}

function ticketOf(answer: Output<"SoPrincipal", "AuthenticateUsernamePassword">, refusal: string): string {
  const ticket = answer.Credentials?.Ticket;
  if (answer.AuthenticationSucceeded && ticket) return ticket;
  throw codedError("UNAUTHENTICATED", refusal);
}

// The key is a hash, so that secrets are not kept beside their tickets.
function keyOf(kind: string, secret: string, { applicationToken = "", services }: CallContext): string {
  return createHash("sha256")
    .update(JSON.stringify([kind, secret, applicationToken, services]))
    .digest("base64");
}
