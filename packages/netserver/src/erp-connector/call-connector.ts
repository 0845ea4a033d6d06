import type { ErpConnector } from "@superoffice-soap/schema";
import type { Schedule } from "../schedule.ts";
import { ConnectorError, connectorErrorFrom } from "./connector-error.ts";
import { describeThrown } from "./connector-log.ts";
import { type Redact, withoutEmbeddedPasswords } from "./redactor.ts";
import { unreadable } from "./validate-answer.ts";

/** The limits on calls to connectors. */
export interface ConnectorLimits {
  readonly timeoutMs: number;
  readonly schedule: Schedule;
  /** Aborts when the server closes: calls in flight end then. */
  readonly closing: AbortSignal;
}

/** The timeout of calls to connectors, and the log of their failures. */
export interface ConnectorCalls {
  readonly limits: ConnectorLimits;
  /** Logs a call that failed in another way than by the connector's own answer. */
  logFailure(
    call: Pick<ConnectorCall<unknown>, "connector" | "operation">,
    failure: ConnectorError,
    redact: Redact,
  ): void;
}

/** One call of a connector. */
export interface ConnectorCall<T> {
  readonly connector: ErpConnector;
  readonly operation: keyof ErpConnector;
  readonly work: (signal: AbortSignal) => unknown;
  readonly read: (answer: unknown) => T;
  /** Creates the function that removes the configuration's passwords from an error's text. */
  readonly redactor: () => Promise<Redact>;
}

/**
 * Calls a connector, within its timeout, and reads its answer. Throws `ConnectorError` when the connector throws or
 * times out, or when its answer cannot be read; what it does after that is ignored. The error has the connector's own
 * words, without the configuration's passwords.
 */
export async function callConnector<T>(calls: ConnectorCalls, call: ConnectorCall<T>): Promise<T> {
  try {
    return call.read(await answerOf(calls.limits, call.work));
  } catch (error) {
    const failure = connectorErrorFrom(error, unreadable);
    // The text of a timeout is the server's own, and the store may be closing.
    const redact = failure.timedOut ? withoutEmbeddedPasswords : await redactFor(call);
    const redacted = failure.redacted(redact);
    if (redacted.origin !== "answer") calls.logFailure(call, redacted, redact);
    throw redacted;
  }
}

/** Withholds all words when the configuration cannot be read: without it, passwords cannot be recognized. */
async function redactFor({ redactor }: ConnectorCall<unknown>): Promise<Redact> {
  return redactor().catch(() => () => "The connector's words are withheld.");
}

async function answerOf(limits: ConnectorLimits, work: (signal: AbortSignal) => unknown): Promise<unknown> {
  const abort = new AbortController();
  let settle: (failure: ConnectorError) => void = () => undefined;
  const given = new Promise<never>((_resolve, reject) => {
    settle = reject;
  });
  const end = (failure: ConnectorError) => {
    settle(failure);
    abort.abort(failure);
  };
  const closed = () => end(new ConnectorError({ TechExplanation: "The server is closing." }, { timedOut: true }));
  if (limits.closing.aborted) closed();
  limits.closing.addEventListener("abort", closed);
  const cancel = limits.schedule(() => end(timedOutAfter(limits.timeoutMs)), limits.timeoutMs, "awaited");
  try {
    // Treat a connector that throws like one that rejects.
    return await Promise.race([given, (async () => work(abort.signal))()]);
  } catch (error) {
    throw connectorErrorFrom(error, thrown);
  } finally {
    cancel();
    limits.closing.removeEventListener("abort", closed);
  }
}

function timedOutAfter(timeoutMs: number): ConnectorError {
  return new ConnectorError(
    {
      UserExplanation: "The ERP does not answer.",
      TechExplanation: `The connector did not answer within ${timeoutMs} ms.`,
      ErrorCode: "Timeout",
    },
    { timedOut: true, origin: "timeout" },
  );
}

/** Converts a thrown error: its message is for the user, its class and causes for an administrator. */
function thrown(cause: unknown): ConnectorError {
  const [first, ...causes] = describeThrown(cause);
  const words = first?.message ? `: ${first.message}` : ".";
  const because = causes.map(({ error, message }) => ` (caused by ${error}${message ? `: ${message}` : ""})`);
  return new ConnectorError(
    {
      UserExplanation: `The connector failed${words}`,
      TechExplanation: `The connector threw ${first?.error ?? "an error"}${words}${because.join("")}`,
      ErrorCode: "Exception",
    },
    { cause, origin: "throw" },
  );
}
