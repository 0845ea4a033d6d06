import type { NetServerPort } from "@superoffice-soap/schema";

/**
 * Returns the port; of a sign-in with a blank password that fails it calls `explain` with the user's name. NetServer
 * answers such a caller no more than that it failed.
 */
export function explainRefusedSignIn(port: NetServerPort, explain: (userName: string) => void): NetServerPort {
  const call: NetServerPort["call"] = async (agent, operation, input, context) => {
    const answer = await port.call(agent, operation, input, context);
    if (agent !== "SoPrincipal" || operation !== "AuthenticateUsernamePassword") return answer;
    // Types do not follow from the names that were compared.
    const { UserName, Password } = input as { UserName?: string | null; Password?: string | null };
    const { AuthenticationSucceeded } = answer as { AuthenticationSucceeded?: boolean };
    if (!Password && UserName && AuthenticationSucceeded === false) explain(UserName);
    return answer;
  };
  return { call, stream: port.stream.bind(port) };
}
