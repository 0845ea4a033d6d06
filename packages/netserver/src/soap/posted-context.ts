import type { CallContext, RequestHeaders, ServicesVersion } from "@superoffice-soap/schema";

/** Who calls, beside what the request's header blocks say. */
export interface CallerContext {
  readonly loopback: boolean;
  readonly requestId: string | undefined;
  /** Reading its signal makes it. */
  readonly request: Pick<Request, "signal">;
}

/** The context of a call that was posted, from the header blocks of the request and who sent it. */
export function postedContext(
  services: ServicesVersion,
  { ApplicationToken, Credentials, TimeZone }: RequestHeaders,
  caller: CallerContext,
): CallContext {
  const context = new PostedContext(services, caller);
  // Envelopes that a program has indented may have blanks around them.
  if (Credentials?.Ticket) context.ticket = Credentials.Ticket.trim();
  if (ApplicationToken) context.applicationToken = ApplicationToken.trim();
  if (TimeZone) context.timeZone = TimeZone;
  if (caller.requestId !== undefined) context.requestId = caller.requestId;
  return context;
}

type Writable<T> = { -readonly [Member in keyof T]: T[Member] };

/**
 * Makes its signal when it is asked for: making one takes as long as reading a row, and few calls look at theirs. All
 * share one getter, since an object literal with a getter is slow to make; the property is each one's own, so that a
 * copy has it too.
 */
class PostedContext implements Writable<CallContext> {
  declare readonly signal: AbortSignal;
  declare ticket?: string;
  declare applicationToken?: string;
  declare timeZone?: NonNullable<CallContext["timeZone"]>;
  declare requestId?: string;
  readonly services: ServicesVersion;
  readonly loopback: boolean;
  readonly #request: CallerContext["request"];

  static readonly #signal = {
    enumerable: true,
    get(this: PostedContext): AbortSignal {
      return this.#request.signal;
    },
  };

  constructor(services: ServicesVersion, { loopback, request }: CallerContext) {
    this.services = services;
    this.loopback = loopback;
    this.#request = request;
    Object.defineProperty(this, "signal", PostedContext.#signal);
  }
}
