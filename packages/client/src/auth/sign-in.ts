import {
  at,
  type Call,
  type CallContext,
  fixedTicket,
  NetServerError,
  type Output,
  renewableTicket,
  type TicketSource,
} from "@superoffice-soap/schema";
import type { ClientOptions, Secret } from "../client-options.ts";

/**
 * Returns the source of the tickets for a client's calls, by the credentials among its options. Throws TypeError when
 * they are incomplete or contradict each other, RangeError when the version cannot sign in that way.
 */
export function ticketSourceOf(options: ClientOptions, call: Call, context: CallContext): TicketSource {
  const { ticket, username, password, accessToken } = options;
  if ((username === undefined) !== (password === undefined))
    throw new TypeError("username and password belong together");
  const ways = [typeof ticket === "function", username !== undefined, accessToken !== undefined];
  if (ways.filter(Boolean).length > 1) throw new TypeError("give one way only to get a ticket");
  if (typeof ticket === "function") return renewableTicket(async () => ticket());
  if (username !== undefined && password !== undefined) {
    return renewableTicket(() => signInByPassword(username, password, call, context), { ticket });
  }
  if (accessToken === undefined) return fixedTicket(ticket);
  if (!("AuthenticateWithAccessToken" in at(context.services).agents.SoPrincipal.operations)) {
    throw new RangeError(`${context.services} has no sign-in by access token`);
  }
  return renewableTicket(() => signInByToken(accessToken, call, context), { ticket });
}

async function signInByPassword(UserName: string, Password: string, call: Call, context: CallContext): Promise<string> {
  const answer = await call("SoPrincipal", "AuthenticateUsernamePassword", { UserName, Password }, context);
  return ticketIn(answer, "NetServer does not accept the user name and password");
}

async function signInByToken(accessToken: Secret, call: Call, context: CallContext): Promise<string> {
  const AccessToken = typeof accessToken === "function" ? await accessToken() : accessToken;
  const answer = await call("SoPrincipal", "AuthenticateWithAccessToken", { AccessToken }, context);
  return ticketIn(answer, "NetServer does not accept the access token");
}

function ticketIn(answer: Output<"SoPrincipal", "AuthenticateUsernamePassword">, refusal: string): string {
  const ticket = answer.Credentials?.Ticket;
  if (answer.AuthenticationSucceeded && ticket) return ticket;
  throw new NetServerError(refusal, { exceptionType: "SuperOffice.Exceptions.SoSessionException" });
}
