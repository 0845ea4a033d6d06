import { type CallContext, type NetServerPort, startList } from "@superoffice-soap/schema";

/** A call as a NetServer received it. */
export interface RecordedCall {
  readonly agent: string;
  readonly operation: string;
  readonly input: unknown;
  readonly context: CallContext;
}

/** The answers by operation: a value, or a function of the operation's input and of its caller. */
export type Answers = Readonly<Record<string, unknown>>;

/**
 * Makes a NetServer that records its calls and answers from a table, by operation name; `null` for any other operation.
 */
export function recordingNetServer(answers: Answers = {}): NetServerPort & { readonly calls: RecordedCall[] } {
  const calls: RecordedCall[] = [];
  const answer = (agent: string, operation: string, input: unknown, context: CallContext): unknown => {
    calls.push({ agent, operation, input, context });
    const found = answers[operation] ?? null;
    return typeof found === "function" ? found(input, context) : found;
  };
  return {
    calls,
    // The table has the answers of the operations that a test calls.
    call: async (agent, operation, input, context) => answer(agent, operation, input, context) as never,
    stream: async (agent, operation, input, context) => {
      const items = async function* () {
        yield* (answer(agent, operation, input, context) ?? []) as never[];
      };
      return startList(items(), false);
    },
  };
}
