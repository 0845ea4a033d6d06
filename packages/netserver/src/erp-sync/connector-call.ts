import { isXmlText } from "@superoffice-soap/schema";
import { cut } from "../argument.ts";
import { unreadable } from "./connector-answer.ts";
import { ConnectorFailure, failureFrom } from "./connector-failure.ts";

/** Runs work after a time; the answer takes it back. Work that is `idle` does not keep the process alive. */
export type Schedule = (work: () => void, delayMs: number, kind: "awaited" | "idle") => () => void;

/** How long connectors may take. */
export interface ConnectorLimits {
  readonly timeLimitMs: number;
  readonly schedule: Schedule;
  /** Aborted when the server closes: nothing waits for a connector then. */
  readonly closing: AbortSignal;
}

/** An error's name is a word, not a text. */
const maxNameLength = 80;

/** The timers of the platform. */
export const platformSchedule: Schedule = (work, delayMs, kind) => {
  const timer = setTimeout(work, delayMs);
  if (kind === "idle") timer.unref();
  return () => clearTimeout(timer);
};

/**
 * Calls a connector, for the time that it may take at most, and reads its answer. Throws `ConnectorFailure` when it
 * throws or takes longer, or when its answer cannot be read; what it does after that is ignored.
 */
export async function callConnector<T>(
  limits: ConnectorLimits,
  work: (signal: AbortSignal) => unknown,
  read: (answer: unknown) => T,
): Promise<T> {
  const answer = await answerOf(limits, work);
  try {
    return read(answer);
  } catch (error) {
    throw failureFrom(error, unreadable);
  }
}

async function answerOf(limits: ConnectorLimits, work: (signal: AbortSignal) => unknown): Promise<unknown> {
  const abort = new AbortController();
  let settle: (failure: ConnectorFailure) => void = () => undefined;
  const given = new Promise<never>((_resolve, reject) => {
    settle = reject;
  });
  const end = (failure: ConnectorFailure) => {
    settle(failure);
    abort.abort(failure);
  };
  const closed = () => end(new ConnectorFailure({ TechExplanation: "The server is closing." }, { timedOut: true }));
  if (limits.closing.aborted) closed();
  limits.closing.addEventListener("abort", closed);
  const cancel = limits.schedule(() => end(tooSlow(limits.timeLimitMs)), limits.timeLimitMs, "awaited");
  try {
    // A connector that throws at once is no different from one that rejects.
    return await Promise.race([given, (async () => work(abort.signal))()]);
  } catch (error) {
    throw failureFrom(error, thrown);
  } finally {
    cancel();
    limits.closing.removeEventListener("abort", closed);
  }
}

function tooSlow(timeLimitMs: number): ConnectorFailure {
  return new ConnectorFailure(
    {
      UserExplanation: "The ERP does not answer.",
      TechExplanation: `The connector did not answer within ${timeLimitMs} ms.`,
      ErrorCode: "Timeout",
    },
    { timedOut: true },
  );
}

// What the connector threw may hold anything, so its text stays behind as the cause.
function thrown(cause: unknown): ConnectorFailure {
  return new ConnectorFailure(
    {
      UserExplanation: "The connector failed.",
      TechExplanation: `The connector threw ${nameOf(cause)}.`,
      ErrorCode: "Exception",
    },
    { cause },
  );
}

function nameOf(cause: unknown): string {
  const name: unknown = cause instanceof Error ? cause.name : typeof cause;
  return typeof name === "string" && isXmlText(name) ? cut(name, maxNameLength) : "an error";
}
