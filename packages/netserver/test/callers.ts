import type { AgentName, CallContext, Input, OperationName, Output, ServicesVersion } from "@superoffice-soap/schema";
import type { NetServer } from "../src/index.ts";

/** Calls of one agent by somebody who is signed in. */
export type Caller<A extends AgentName> = <O extends OperationName<A>>(
  operation: O,
  input: Input<A, O>,
  context?: Partial<CallContext>,
) => Promise<Output<A, O>>;

/** Calls an agent as a user, in the newest version of the contract unless told otherwise. */
export async function callerOf<A extends AgentName>(
  netServer: NetServer,
  agent: A,
  { user = "ADM0", services = "Services88" }: { user?: string; services?: ServicesVersion } = {},
): Promise<Caller<A>> {
  const ticket = await netServer.issueTicket(user);
  return (operation, input, context = {}) => netServer.call(agent, operation, input, { services, ticket, ...context });
}

/** What an error of NetServer's looks like. */
export function exception(type: string, message: string | RegExp): object {
  const text = typeof message === "string" ? message : { asymmetricMatch: (found: string) => message.test(found) };
  return { name: "NetServerError", exceptionType: `SuperOffice.Exceptions.${type}`, message: text };
}
