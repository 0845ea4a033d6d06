import { exceptionNameOf, NetServerError } from "./errors.ts";
import type { NetServerPort } from "./net-server-port.ts";
import { isTicket } from "./ticket-prefix.ts";

/**
 * Returns the port; of a sign-in with a blank password that fails it calls `explain` with the user's name. NetServer
 * answers such a caller no more than that it failed; a call rejects with what `explain` throws.
 */
export function explainRefusedSignIn(port: NetServerPort, explain: (userName: string) => void): NetServerPort {
  const call: NetServerPort["call"] = async (agent, operation, input, context) => {
    const userName = agent === "SoPrincipal" ? userWithoutPassword(operation, input) : undefined;
    if (userName === undefined) return port.call(agent, operation, input, context);
    const answer = await port.call(agent, operation, input, context).catch((error: unknown) => {
      if (isRefusal(error)) explain(userName);
      throw error;
    });
    // Types do not follow from the names that were compared.
    const { AuthenticationSucceeded } = answer as { AuthenticationSucceeded?: boolean };
    if (AuthenticationSucceeded === false) explain(userName);
    return answer;
  };
  return { call, stream: port.stream.bind(port) };
}

/** The user whom a call of SoPrincipal signs in with a blank password; undefined for other calls. */
function userWithoutPassword(operation: string, input: unknown): string | undefined {
  // Types do not follow from the operation's name.
  const given = input as { readonly AuthenticationData?: Evidence | null } & Evidence;
  const evidence = { AuthenticateUsernamePassword: given, AuthenticateGeneric: given.AuthenticationData }[operation];
  if (evidence?.Password || evidence?.Ticket || !evidence?.UserName) return undefined;
  // A ticket may stand in the name's stead, and must not be told.
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
