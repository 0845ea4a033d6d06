import type {
  AgentName,
  CallContext,
  Input,
  ListItemOf,
  ListOperationName,
  NetServerPort,
  Operation,
  OperationName,
  Output,
  TicketSource,
} from "@superoffice-soap/schema";
import { at, callContext, fixedTicket, isSessionError } from "@superoffice-soap/schema";
import DataLoader from "dataloader";
import { codedError } from "../errors/public-error.ts";
import { itemsOf, openList } from "./open-list.ts";
import type { RequestDeadline } from "./request-deadline.ts";
import { throwIfAborted, untilAborted } from "./until-aborted.ts";

/** The slice of a list that is wanted. */
export interface Slice {
  /** The number of items to skip. */
  readonly offset: number;
  /** The most items to take. */
  readonly limit: number;
}

/**
 * A view of NetServer for the caller of one request. A result that is read twice is fetched once; a write discards the
 * results that were read before it. Each method rejects as `Call` does, and with an error of code UNAUTHENTICATED when
 * signing in fails.
 */
export interface Session {
  /** Calls an operation of the served version, given as its contract. */
  run(agent: AgentName, operation: Operation, input: Readonly<Record<string, unknown>>): Promise<unknown>;
  /**
   * Resolves to the items of such an operation's result as they come; none when its result is nil. It settles with the
   * first item, so that a call that fails rejects it. Leaving the loop stops NetServer.
   */
  stream(agent: AgentName, operation: Pick<Operation, "name">, input: object): Promise<AsyncIterable<unknown>>;
  /** Calls an operation by name, with its static types. */
  call<A extends AgentName, O extends OperationName<A>>(
    agent: A,
    operation: O,
    input: Input<A, O>,
  ): Promise<Output<A, O>>;
  /** Saves a call whose result is known from another: the next `call` with this input resolves to `result`. */
  know<A extends AgentName, O extends OperationName<A>>(
    agent: A,
    operation: O,
    input: Input<A, O>,
    result: Output<A, O>,
  ): void;
  /** Resolves to some items of a list operation's result. NetServer's answer is not read beyond them. */
  slice<A extends AgentName, O extends ListOperationName<A>>(
    agent: A,
    operation: O,
    input: Input<A, O>,
    slice: Slice,
  ): Promise<ListItemOf<A, O>[]>;
  /**
   * Resolves to the value that a reader makes of a list operation's result, which is not read further than the reader
   * goes. The reader is called again when signing in again may help.
   */
  read<A extends AgentName, O extends ListOperationName<A>, R>(
    agent: A,
    operation: O,
    input: Input<A, O>,
    reader: (items: AsyncIterable<ListItemOf<A, O>>) => Promise<R>,
  ): Promise<R>;
}

/** The options of a session. */
export interface CallerSessionOptions {
  readonly netServer: NetServerPort;
  readonly tickets: TicketSource;
  /** The context of calls, without the ticket and the signal. */
  readonly anonymous: CallContext;
  /** The signals that end calls and streamed lists. @default nothing */
  readonly end?: Pick<RequestDeadline, "ofCall" | "ofStream">;
  /** The most calls that the request may make. @default Infinity */
  readonly maxCalls?: number;
}

/** Makes the session of one request. */
export function createSession(options: CallerSessionOptions): Session {
  const { netServer, anonymous, end } = options;
  const withTicket = attemptsWithTicket(options);
  // NetServer has no batch calls, so each key is a call of its own: a batch waits for its slowest.
  const reads = new DataLoader<Read, unknown, string>((asked) => Promise.all(asked.map(settled)), {
    batch: false,
    cacheKeyFn: ({ key }) => JSON.stringify(key),
  });
  const loaded = (key: Read["key"], ask: Read["ask"]) => reads.load({ key, ask });

  const call: Session["call"] = async (agent, name, input) => {
    const ask = () => withTicket(agent, (context) => netServer.call(agent, name, input, context));
    const operation = at(anonymous.services).agents[agent].operations[name];
    // The loader resolves to the result of `ask` for this key.
    if (operation?.effect === "read") return loaded([agent, name, input], ask) as ReturnType<typeof ask>;
    return ask().finally(() => reads.clearAll());
  };
  const read: Session["read"] = (agent, name, input, reader) =>
    withTicket(agent, async (context) => reader(itemsOf(await netServer.stream(agent, name, input, context))));
  const slice: Session["slice"] = (agent, name, input, { offset, limit }) => {
    const ask = async () => (limit === 0 ? [] : read(agent, name, input, (items) => taken(items, offset, limit)));
    // The loader resolves to the result of `ask` here too.
    return loaded([agent, name, input, offset, limit], ask) as ReturnType<typeof ask>;
  };
  return {
    call,
    slice,
    read,
    know: (agent, name, input, result) => {
      reads.prime({ key: [agent, name, input], ask: async () => result }, result);
    },
    // The operation is one of the agent's, and its input was made for it.
    run: (agent, { name }, input) => call(agent, name as never, input as never),
    stream: (agent, { name }, input) =>
      withTicket(agent, (context) =>
        openList((signal) => netServer.stream(agent, name as never, input as never, { ...context, signal }), {
          beginning: context.signal,
          whole: end?.ofStream(),
        }),
      ),
  };
}

type Attempt<T> = (context: CallContext) => Promise<T>;

/**
 * Returns a function that makes an agent's calls within the session's deadline and number of calls, with its ticket
 * where the agent requires one. A caller without a valid ticket must be able to sign in.
 */
function attemptsWithTicket(options: CallerSessionOptions) {
  const { anonymous, end, maxCalls = Number.POSITIVE_INFINITY } = options;
  const { services } = anonymous;
  let calls = 0;
  return async <T>(agent: AgentName, attempt: Attempt<T>): Promise<T> => {
    const wantsTicket = "Credentials" in at(services).agents[agent].requestHeaders;
    const tickets = wantsTicket ? options.tickets : withoutTicket;
    if (++calls > maxCalls) {
      throw codedError("QUERY_TOO_LARGE", `The query asks NetServer for more than ${maxCalls} things.`);
    }
    const signal = end?.ofCall();
    const known = tickets.ticket();
    const ticket = known instanceof Promise ? await untilAborted(known, signal) : known;
    const attemptWith = (current: string | undefined) => {
      throwIfAborted(signal);
      return untilAborted(attempt(contextOf(anonymous, signal, current)), signal);
    };
    try {
      return await attemptWith(ticket);
    } catch (error) {
      // A ticket that was kept from an earlier request may have expired. NetServer refused before it did anything.
      const renewed = isSessionError(error) ? await untilAborted(tickets.renew(ticket), signal) : undefined;
      if (renewed === undefined) throw error;
      return attemptWith(renewed);
    }
  };
}

const withoutTicket = fixedTicket(undefined);

interface Read {
  readonly key: readonly unknown[];
  readonly ask: () => Promise<unknown>;
}

/** Resolves to a read's result or its error: DataLoader requires failures as values, one for each key. */
function settled({ ask }: Read): Promise<unknown> {
  return ask().catch((error: unknown) =>
    error instanceof Error ? error : new Error("NetServer failed", { cause: error }),
  );
}

function contextOf(anonymous: CallContext, signal: AbortSignal | undefined, ticket: string | undefined): CallContext {
  const context = callContext(anonymous);
  if (signal !== undefined) context.signal = signal;
  if (ticket !== undefined) context.ticket = ticket;
  return context;
}

async function taken<T>(items: AsyncIterable<T>, offset: number, limit: number): Promise<T[]> {
  const found: T[] = [];
  let passed = 0;
  for await (const item of items) {
    if (passed++ < offset) continue;
    found.push(item);
    if (found.length === limit) break;
  }
  return found;
}
