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

/** Which items of a list are wanted. */
export interface Slice {
  /** How many items to pass over. */
  readonly offset: number;
  /** How many items to take at most. */
  readonly limit: number;
}

/**
 * NetServer as the caller of one request sees it. What is read twice is asked for once; a write forgets what was read
 * before it. Each method rejects as `Call` does, and with an error of code UNAUTHENTICATED when signing in fails.
 */
export interface Session {
  /** Calls an operation of the served version, known by its contract. */
  run(agent: AgentName, operation: Operation, input: Readonly<Record<string, unknown>>): Promise<unknown>;
  /**
   * The items that such an operation results in, as they come; none when its result is nil. Resolves with the first of
   * them, so that a call that fails has failed by then. Leaving the loop stops NetServer.
   */
  stream(agent: AgentName, operation: Pick<Operation, "name">, input: object): Promise<AsyncIterable<unknown>>;
  /** Calls an operation by name, with its static types. */
  call<A extends AgentName, O extends OperationName<A>>(
    agent: A,
    operation: O,
    input: Input<A, O>,
  ): Promise<Output<A, O>>;
  /** Spares a call whose result is known from another: the next `call` with this input resolves to `result`. */
  know<A extends AgentName, O extends OperationName<A>>(
    agent: A,
    operation: O,
    input: Input<A, O>,
    result: Output<A, O>,
  ): void;
  /** Some items of a list operation's result. NetServer is not read further than they go. */
  slice<A extends AgentName, O extends ListOperationName<A>>(
    agent: A,
    operation: O,
    input: Input<A, O>,
    slice: Slice,
  ): Promise<ListItemOf<A, O>[]>;
  /**
   * What a reader makes of a list operation's result, which is not read further than the reader goes. It is called again
   * when signing in again may help.
   */
  read<A extends AgentName, O extends ListOperationName<A>, R>(
    agent: A,
    operation: O,
    input: Input<A, O>,
    reader: (items: AsyncIterable<ListItemOf<A, O>>) => Promise<R>,
  ): Promise<R>;
}

/** What a session is made of. */
export interface CallerSessionOptions {
  readonly netServer: NetServerPort;
  readonly tickets: TicketSource;
  /** How calls are made, but for the ticket and what ends them. */
  readonly anonymous: CallContext;
  /** What ends calls, and lists that are streamed. @default nothing */
  readonly end?: Pick<RequestDeadline, "ofCall" | "ofStream">;
  /** How many calls the request may make. @default Infinity */
  readonly maxCalls?: number;
}

/** The session of one request. */
export function createSession(options: CallerSessionOptions): Session {
  const { netServer, anonymous, end } = options;
  const withTicket = attemptsWithTicket(options);
  // NetServer has no calls that answer several questions, so each goes its own way: a batch waits for its slowest.
  const reads = new DataLoader<Read, unknown, string>((asked) => Promise.all(asked.map(settled)), {
    batch: false,
    cacheKeyFn: ({ key }) => JSON.stringify(key),
  });
  const loaded = (key: Read["key"], ask: Read["ask"]) => reads.load({ key, ask });

  const call: Session["call"] = async (agent, name, input) => {
    const ask = () => withTicket(agent, (context) => netServer.call(agent, name, input, context));
    const operation = at(anonymous.services).agents[agent].operations[name];
    // The loader gives back what `ask` gave it, for this key.
    if (operation?.effect === "read") return loaded([agent, name, input], ask) as ReturnType<typeof ask>;
    return ask().finally(() => reads.clearAll());
  };
  const read: Session["read"] = (agent, name, input, reader) =>
    withTicket(agent, async (context) => reader(itemsOf(await netServer.stream(agent, name, input, context))));
  const slice: Session["slice"] = (agent, name, input, { offset, limit }) => {
    const ask = async () => (limit === 0 ? [] : read(agent, name, input, (items) => taken(items, offset, limit)));
    // As above.
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
 * Makes calls of an agent in the session's time and within its number, with its ticket where the agent wants one. Whoever
 * has none, or an old one, must be able to sign in.
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
      // A ticket that was kept from an earlier request may have run out. NetServer refused before it did anything.
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

/** DataLoader wants failures as values, one for each key. */
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
