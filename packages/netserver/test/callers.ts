import {
  type Agent,
  type AgentName,
  agents,
  type CallContext,
  type Input,
  type OperationName,
  type Output,
  type ServicesVersion,
} from "@superoffice-soap/schema";
import type { NetServer } from "../src/index.ts";

/** Calls of one agent by somebody who is signed in. */
export type Caller<A extends AgentName> = <O extends OperationName<A>>(
  operation: O,
  input: Input<A, O>,
  context?: Partial<CallContext>,
) => Promise<Output<A, O>>;

/**
 * Calls an agent as a user, in the newest version of the contract unless told otherwise. Of a device's address, which
 * tests spread over all operations, each is sent the parameters that it has.
 */
export async function callerOf<A extends AgentName>(
  netServer: NetServer,
  agent: A,
  { user = "ADM0", services = "Services88" }: { user?: string; services?: ServicesVersion } = {},
): Promise<Caller<A>> {
  const ticket = await netServer.issueTicket(user);
  return (operation, input, context = {}) =>
    netServer.call(agent, operation, ofAddress(agent, operation, input), { services, ticket, ...context });
}

const address = ["ApplicationName", "DeviceName", "DeviceIdentifier", "KeyName", "TableName", "RecordId"];

function ofAddress<T>(agent: AgentName, operation: string, input: T): T {
  const { operations }: Partial<Agent> = agents[agent] ?? {};
  if (typeof input !== "object" || input === null || !Object.hasOwn(operations ?? {}, operation)) return input;
  const parameters = operations?.[operation]?.input.xml.members ?? {};
  const isSent = ([name]: [string, unknown]) => !address.includes(name) || Object.hasOwn(parameters, name);
  // A member that is left out is none of the operation's parameters.
  return Object.fromEntries(Object.entries(input).filter(isSent)) as T;
}

/** Returns what an error of NetServer's matches. */
export function exception(type: string, message: string | RegExp): object {
  const text = typeof message === "string" ? message : { asymmetricMatch: (found: string) => message.test(found) };
  return { name: "NetServerError", exceptionType: `SuperOffice.Exceptions.${type}`, message: text };
}
