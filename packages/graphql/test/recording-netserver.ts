import { type CallContext, type NetServerPort, startList } from "@superoffice-soap/schema";

/** One call as a NetServer received it. */
export interface RecordedCall {
  readonly agent: string;
  readonly operation: string;
  readonly input: unknown;
  readonly context: CallContext;
}

/** What an operation answers: a value, or a function of its input and of who calls. */
export type Answers = Readonly<Record<string, unknown>>;

/** A NetServer that writes down what it is asked and answers from a table, by operation name; `null` for the rest. */
export function recordingNetServer(answers: Answers = {}): NetServerPort & { readonly calls: RecordedCall[] } {
  const calls: RecordedCall[] = [];
  const answer = (agent: string, operation: string, input: unknown, context: CallContext): unknown => {
    calls.push({ agent, operation, input, context });
    const found = answers[operation] ?? null;
    return typeof found === "function" ? found(input, context) : found;
  };
  return {
    calls,
    // The table is written for the operations that a test calls.
    call: async (agent, operation, input, context) => answer(agent, operation, input, context) as never,
    stream: async (agent, operation, input, context) => {
      const items = async function* () {
        yield* (answer(agent, operation, input, context) ?? []) as never[];
      };
      return startList(items(), false);
    },
  };
}
