import { callContext, type NetServerPort } from "@superoffice-soap/schema";
import { createDefaultTransport } from "#default-transport";
import { type AgentClients, agentClients } from "./agent-client.ts";
import { ticketSourceOf } from "./auth/sign-in.ts";
import type { CallOptions } from "./call-options.ts";
import { type ClientOptions, settingsOf } from "./client-options.ts";
import { SoapPort, type TimedContext } from "./soap/soap-port.ts";
import type { Transport } from "./transport/transport.ts";

/**
 * A NetServer over the wire: its agents with their operations as methods, and `call` and `stream` for code that
 * works with any NetServer. Both take what their context leaves out from the client.
 *
 * Calls reject with
 * - NetServerError when the service says that the call failed, or does not accept the client's credentials;
 * - TransportError when there was no answer, or none of SOAP;
 * - DecodeError when the answer is SOAP, but not the one that the contract promises;
 * - SchemaError when the input does not fit, before anything is sent;
 * - RangeError when the version has no such operation, or an option of the call is invalid; TypeError when an
 *   interceptor sets a header field that HTTP does not allow, or keeps the answer to itself;
 * - the signal's reason when the caller gave up.
 */
export interface Client extends AgentClients, NetServerPort {
  /** The address of the services without version and agent, nor a slash at its end. */
  readonly url: string;
  /**
   * Refuses calls from now on; resolves when those in flight have ended and the connections are closed. A list that has
   * begun is in flight until it was read to its end or left. A transport that was given to the client stays open.
   */
  close(): Promise<void>;
}

function transportOf({ transport, proxy }: ClientOptions): Transport {
  if (transport === undefined) return createDefaultTransport(proxy);
  if (proxy !== undefined) throw new TypeError("proxy is for the client's own transport, and one is given");
  return transport;
}

/**
 * A client of one NetServer. Nothing is sent before the first call.
 *
 * Throws TypeError or RangeError for invalid options.
 */
export function createClient(options: ClientOptions): Client {
  const settings = settingsOf(options);
  const transport = transportOf(options);
  const port = new SoapPort({ settings, transport, tickets: () => tickets });
  const contextOf = (call: CallOptions): TimedContext => {
    const { services = settings.services, ticket, timeoutMs, signal, onResponseHeaders, lease } = call;
    const { applicationToken = options.applicationToken, timeZone = options.timeZone } = call;
    const context = callContext({ services, ticket, applicationToken, timeZone, signal });
    return Object.assign(context, { timeoutMs, onResponseHeaders, lease });
  };
  const call: NetServerPort["call"] = (agent, name, input, context) =>
    port.call(agent, name, input, contextOf(context));
  const tickets = ticketSourceOf(options, port.callForAnother, contextOf({}));
  return {
    ...agentClients(port, contextOf),
    url: settings.url,
    call,
    stream: (agent, name, input, context) => port.stream(agent, name, input, contextOf(context)),
    close: async () => {
      await port.close();
      if (options.transport === undefined) await transport.close();
    },
  };
}
