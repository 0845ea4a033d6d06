import type { CallContext } from "./net-server-port.ts";

/** A context that is still being made. */
export type NewCallContext = { -readonly [Part in keyof CallContext]: CallContext[Part] };

/** What a context is made of: another one, or parts of which some may not be known. */
export type CallContextParts = { readonly [Part in keyof CallContext]?: CallContext[Part] | undefined } & {
  readonly services: CallContext["services"];
};

/**
 * A context of its own, of the parts that are known. To be had on every call, so it is made without an object spread,
 * which takes many times as long.
 */
export function callContext(parts: CallContextParts): NewCallContext {
  const { ticket, applicationToken, timeZone, loopback, clientAddress, signal, requestId } = parts;
  const context: NewCallContext = { services: parts.services };
  if (ticket !== undefined) context.ticket = ticket;
  if (applicationToken !== undefined) context.applicationToken = applicationToken;
  if (timeZone !== undefined) context.timeZone = timeZone;
  if (loopback !== undefined) context.loopback = loopback;
  if (clientAddress !== undefined) context.clientAddress = clientAddress;
  if (signal !== undefined) context.signal = signal;
  if (requestId !== undefined) context.requestId = requestId;
  return context;
}
