import { exceptionNameOf, NetServerError } from "./errors.ts";
import type { NetServerPort } from "./net-server-port.ts";
import { isTicket } from "./ticket-prefix.ts";

/**
 * Wraps a port so that a failed sign-in with a blank password calls `explain` with the user's name. NetServer tells such a
 * caller only that the sign-in failed. The call rejects with the error that `explain` throws.
 */
export function explainRefusedSignIn(port: NetServerPort, explain: (userName: string) => void): NetServerPort {
  const call: NetServerPort["call"] = async (agent, operation, input, context) => {
    const userName = agent === "SoPrincipal" ? userWithoutPassword(operation, input) : undefined;
    if (userName === undefined) return port.call(agent, operation, input, context);
    const answer = await port.call(agent, operation, input, context).catch((error: unknown) => {
      if (isRefusal(error)) explain(userName);
      throw error;
    });
    // The compiler does not narrow types by the compared names.
    const { AuthenticationSucceeded } = answer as { AuthenticationSucceeded?: boolean };
    if (AuthenticationSucceeded === false) explain(userName);
    return answer;
  };
  return { call, stream: port.stream.bind(port) };
}

/** Returns the user whom a call of SoPrincipal signs in with a blank password; `undefined` for other calls. */
function userWithoutPassword(operation: string, input: unknown): string | undefined {
  // The compiler does not narrow types by the operation's name.
  const given = input as { readonly AuthenticationData?: Evidence | null } & Evidence;
  const evidence = { AuthenticateUsernamePassword: given, AuthenticateGeneric: given.AuthenticationData }[operation];
  if (evidence?.Password || evidence?.Ticket || !evidence?.UserName) return undefined;
  // The name may be a ticket, which must not appear in an explanation.
  return isTicket(evidence.UserName) ? undefined : evidence.UserName;
}

interface Evidence {
  readonly UserName?: string | null;
  readonly Password?: string | null;
  readonly Ticket?: string | null;
}

function isRefusal(error: unknown): boolean {
  return error instanceof NetServerError && exceptionNameOf(error.exceptionType) === "SoInvalidPasswordException";
}
