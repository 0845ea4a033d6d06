import { encodeRequest, type Target } from "@superoffice-soap/codec";
import {
  type AgentName,
  at,
  type CallContext,
  fixedTicket,
  isSessionError,
  type ListItemOf,
  type NetServerPort,
  type Operation,
  type Output,
  operationAt,
  type RequestHeaders,
  type ResponseHeaders,
  type StreamedList,
  startList,
  type TicketSource,
  TransportError,
} from "@superoffice-soap/schema";
import { assertAtLeast, type ClientSettings } from "../client-options.ts";
import { intercepted } from "../interceptors/interceptor.ts";
import { Bulkhead, type Held } from "../resilience/bulkhead.ts";
import { cancellable } from "../resilience/cancellable.ts";
import { Deadline } from "../resilience/deadline.ts";
import { InFlight } from "../resilience/in-flight.ts";
import type { ResponseLease } from "../resilience/response-budget.ts";
import { retry } from "../resilience/retry.ts";
import type { Transport } from "../transport/transport.ts";
import { type Exchange, itemsFrom, type OpenList, resultFrom } from "./exchange.ts";
import { endedEarly } from "./transport-error.ts";

/** A call's context, the time that it may take if not the client's, who is told of its answer's header blocks, and who accounts for its bytes. */
export interface TimedContext extends CallContext {
  readonly lease?: ResponseLease | undefined;
  readonly timeoutMs?: number | undefined;
  readonly onResponseHeaders?: ((headers: ResponseHeaders) => void) | undefined;
}

/** The parts of a port. */
export interface SoapPortParts {
  readonly settings: ClientSettings;
  readonly transport: Transport;
  /** Asked for the ticket of calls whose context has none. */
  readonly tickets: () => TicketSource;
}

/** A call before it is sent. */
interface Outgoing {
  readonly target: Target;
  readonly operation: Operation;
  readonly input: unknown;
  readonly context: TimedContext;
  readonly url: string;
}

/** One of the two ways to receive an answer: whole, or as a list that has begun. */
interface Reception<T> {
  readonly streamed: boolean;
  readonly receive: (exchange: Exchange) => Promise<T>;
  readonly discard: (answer: T) => void;
}

/** Calls a NetServer over the wire. */
export class SoapPort implements NetServerPort {
  readonly #settings: ClientSettings;
  readonly #transport: Transport;
  readonly #tickets: () => TicketSource;
  readonly #whole: Reception<unknown>;
  readonly #listed: Reception<Held<OpenList>>;
  readonly #inFlight = new InFlight();
  #isClosed = false;

  constructor({ settings, transport, tickets }: SoapPortParts) {
    this.#settings = settings;
    this.#transport = transport;
    this.#tickets = tickets;
    const upstream = new Bulkhead(settings);
    this.#whole = {
      streamed: false,
      receive: (exchange) => upstream.enter(exchange.url, exchange.limit, () => resultFrom(exchange)),
      discard: () => undefined,
    };
    this.#listed = {
      streamed: true,
      receive: (exchange) => upstream.hold(exchange.url, exchange.limit, () => itemsFrom(exchange)),
      discard: ({ value, release }) => {
        value.close();
        release();
      },
    };
  }

  readonly call: NetServerPort["call"] = async (agent, operation, input, context) => {
    this.#assertOpen();
    return this.callForAnother(agent, operation, input, context);
  };

  /** A call that another one needs, such as a sign-in. It is made also while the port closes. */
  readonly callForAnother: NetServerPort["call"] = async (agent, operation, input, context) => {
    const outgoing = this.#outgoing(agent, operation, input, context);
    const limit = this.#limitOf(context);
    const end = this.#inFlight.begin();
    try {
      // The decoder has read it by the operation's schema.
      return (await this.#begin(outgoing, limit, this.#whole)) as Output<typeof agent, typeof operation>;
    } finally {
      end();
      limit.release();
    }
  };

  readonly stream: NetServerPort["stream"] = async (agent, operation, input, context) => {
    this.#assertOpen();
    const outgoing = this.#outgoing(agent, operation, input, context);
    const leaving = new AbortController();
    const limit = this.#limitOf(context, leaving.signal);
    const end = this.#inFlight.begin();
    const close = () => {
      end();
      limit.release();
    };
    const { value, release } = await this.#begin(outgoing, limit, this.#listed).catch((error: unknown) => {
      close();
      throw error;
    });
    const items = cancellable(value.items, leaving, () => {
      release();
      close();
    });
    // As above.
    return (await startList(items, value.nil)) as StreamedList<ListItemOf<typeof agent, typeof operation>>;
  };

  /** Refuses calls from now on. Resolves when those in flight have ended. */
  close(): Promise<void> {
    this.#isClosed = true;
    return this.#inFlight.ended();
  }

  #assertOpen(): void {
    if (!this.#isClosed) return;
    const { url } = this.#settings;
    const message = `${url} is not called: the client is closed`;
    throw new TransportError(message, { code: "unreachable", url, retrySafe: true });
  }

  #outgoing(agent: AgentName, name: string, input: unknown, context: TimedContext): Outgoing {
    if (context.timeoutMs !== undefined) assertAtLeast(1, { timeoutMs: context.timeoutMs });
    const target = { services: context.services, agent, operation: name };
    const operation = operationAt(target);
    const url = `${this.#settings.url}/${context.services}/${agent}.svc`;
    return { target, operation, input, context, url };
  }

  #limitOf({ timeoutMs, signal }: TimedContext, left?: AbortSignal): Deadline {
    return new Deadline(timeoutMs ?? this.#settings.timeoutMs, [signal, this.#settings.signal, left]);
  }

  async #begin<T>(outgoing: Outgoing, limit: Deadline, reception: Reception<T>): Promise<T> {
    try {
      limit.signal.throwIfAborted();
      return await this.#withTicket(outgoing, limit, (ticket) => this.#send(outgoing, limit, ticket, reception));
    } catch (error) {
      const { url, operation } = outgoing;
      if (error !== limit.signal.reason) throw error;
      throw endedEarly({ url, retrySafe: operation.retry === "safe" }, limit);
    }
  }

  async #withTicket<T>(
    outgoing: Outgoing,
    limit: Deadline,
    attempt: (ticket: string | undefined) => Promise<T>,
  ): Promise<T> {
    const source = this.#ticketsOf(outgoing);
    const known = source.ticket();
    const ticket = known instanceof Promise ? await limit.race(known) : known;
    try {
      return await attempt(ticket);
    } catch (error) {
      // The server refused the ticket before it did anything, so that any operation may be sent again.
      if (!isSessionError(error)) throw error;
      const renewed = await limit.race(source.renew(ticket));
      if (renewed === undefined) throw error;
      return attempt(renewed);
    }
  }

  #ticketsOf({ target, context }: Outgoing): TicketSource {
    const { requestHeaders } = at(target.services).agents[target.agent];
    if (!("Credentials" in requestHeaders)) return fixedTicket(undefined);
    return context.ticket === undefined ? this.#tickets() : fixedTicket(context.ticket);
  }

  async #send<T>(
    { target, operation, input, context, url }: Outgoing,
    limit: Deadline,
    ticket: string | undefined,
    { streamed, receive, discard }: Reception<T>,
  ): Promise<T> {
    // An input that is no object is refused by the encoder, like all else that does not fit.
    // Here and below without object spreads, which take long where they are met on every call.
    const { services, agent, operation: name } = target;
    const headers = headersOf(context, ticket);
    const { interceptors, userAgent, maxResponseBytes, defaults, unknownMembers } = this.#settings;
    const envelope = encodeRequest({
      services,
      agent,
      operation: name,
      input: input as object,
      headers,
      unknownMembers,
    });
    const { timeoutMs: streamTimeoutMs = this.#settings.streamTimeoutMs, onResponseHeaders, lease } = context;
    const { effect } = operation;
    const retrySafe = operation.retry === "safe";
    const transport = this.#transport;
    return retry(this.#settings.retry, limit, (attempt) => {
      const httpHeaders: Record<string, string> = {};
      const exchange: Exchange = {
        url,
        retrySafe,
        transport,
        limit,
        target,
        operation,
        envelope,
        httpHeaders,
        userAgent,
        maxResponseBytes,
        lease,
        defaults,
        streamTimeoutMs,
        onResponseHeaders,
      };
      if (interceptors.length === 0) return receive(exchange);
      const request = { url, services, agent, operation: name, effect, attempt, streamed, httpHeaders };
      return intercepted(interceptors, request, () => receive(exchange), discard);
    });
  }
}

function headersOf({ applicationToken, timeZone }: TimedContext, ticket: string | undefined): RequestHeaders {
  const headers: { -readonly [Block in keyof RequestHeaders]: RequestHeaders[Block] } = {};
  if (applicationToken !== undefined) headers.ApplicationToken = applicationToken;
  if (ticket !== undefined) headers.Credentials = { Ticket: ticket };
  if (timeZone !== undefined) headers.TimeZone = timeZone;
  return headers;
}
