import type { CallContext, RequestHeaders, ServicesVersion } from "@superoffice-soap/schema";
import type { CallDeadline } from "./call-deadline.ts";

/** The caller, apart from what the request's header blocks say. */
export interface CallerContext {
  /** Tells whether the caller is on the server's own machine. */
  readonly isLocal: () => boolean;
  /** The caller's IP address, where it is known. */
  readonly clientAddress: string | undefined;
  readonly requestId: string | undefined;
  /** The end of the call's time. Reading its signal makes it. */
  readonly deadline: CallDeadline;
}

/** Returns the context of a call, from the header blocks of the request and its caller. */
export function soapCallContext(
  services: ServicesVersion,
  { ApplicationToken, Credentials, TimeZone }: RequestHeaders,
  caller: CallerContext,
): CallContext {
  const context = new SoapCallContext(services, caller);
  // Envelopes that a program has indented may have blanks around them.
  if (Credentials?.Ticket) context.ticket = Credentials.Ticket.trim();
  if (ApplicationToken) context.applicationToken = ApplicationToken.trim();
  if (TimeZone) context.timeZone = TimeZone;
  if (caller.requestId !== undefined) context.requestId = caller.requestId;
  return context;
}

/** A type whose members may be set. */
export type Writable<T> = { -readonly [Member in keyof T]: T[Member] };

/**
 * The context of one call. It makes its signal, and finds out whether the caller is local, when they are read: with a
 * signal made for every call a look-up takes a third longer (`npm run bench -- soap-requests`), and few calls read theirs.
 */
class SoapCallContext implements Writable<CallContext> {
  declare readonly signal: AbortSignal;
  declare readonly loopback: boolean;
  declare readonly clientAddress: string;
  declare ticket?: string;
  declare applicationToken?: string;
  declare timeZone?: NonNullable<CallContext["timeZone"]>;
  declare requestId?: string;
  readonly services: ServicesVersion;
  readonly #caller: CallerContext;

  // Getters that are shared by all, since an object literal with a getter is slow to make.
  static readonly #signal = {
    enumerable: true,
    get(this: SoapCallContext): AbortSignal {
      return this.#caller.deadline.signal;
    },
  };

  static readonly #loopback = {
    enumerable: true,
    get(this: SoapCallContext): boolean {
      return this.#caller.isLocal();
    },
  };

  static readonly #clientAddress = {
    enumerable: true,
    get(this: SoapCallContext): string | undefined {
      return this.#caller.clientAddress;
    },
  };

  constructor(services: ServicesVersion, caller: CallerContext) {
    this.services = services;
    this.#caller = caller;
    // Properties of its own, so that a copy of the context has them too.
    Object.defineProperty(this, "signal", SoapCallContext.#signal);
    Object.defineProperty(this, "loopback", SoapCallContext.#loopback);
    Object.defineProperty(this, "clientAddress", SoapCallContext.#clientAddress);
  }
}
