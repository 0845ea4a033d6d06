import type { ConnectorAnswer, NetServerError } from "@superoffice-soap/schema";
import { soException } from "../call/so-exception.ts";

/** A failed call to a connector: it reported failure, threw, timed out, or returned an invalid answer. */
export class ConnectorError extends Error {
  override readonly name = "ConnectorError";
  readonly userExplanation: string;
  readonly techExplanation: string;
  readonly errorCode: string;
  /** True when the connector timed out, and would on the next call as well. */
  readonly timedOut: boolean;
  readonly origin: ErrorOrigin;

  constructor(
    { UserExplanation, TechExplanation, ErrorCode }: Omit<ConnectorAnswer, "IsOk">,
    { timedOut = false, cause, origin = "answer" }: ErrorDetails = {},
  ) {
    const user = UserExplanation || TechExplanation || "The connector failed without saying why.";
    super(TechExplanation || user, { cause });
    this.userExplanation = user;
    this.techExplanation = this.message;
    this.errorCode = ErrorCode ?? "";
    this.timedOut = timedOut;
    this.origin = origin;
  }

  /** Returns the same error with its words changed. */
  redacted(redact: (words: string) => string): ConnectorError {
    const { timedOut, cause, origin, errorCode: ErrorCode } = this;
    const [UserExplanation, TechExplanation] = [redact(this.userExplanation), redact(this.techExplanation)];
    return new ConnectorError({ UserExplanation, TechExplanation, ErrorCode }, { timedOut, cause, origin });
  }
}

/** The origin of a connector's error: its own answer, an unusable answer, a thrown error, or a timeout. */
export type ErrorOrigin = "answer" | "unusable answer" | "throw" | "timeout";

interface ErrorDetails {
  readonly timedOut?: boolean;
  readonly cause?: unknown;
  /** @default "answer" */
  readonly origin?: ErrorOrigin;
}

/** Returns a thrown `ConnectorError` as it is, and any other value as `otherwise` converts it. */
export function connectorErrorFrom(thrown: unknown, otherwise: (thrown: unknown) => ConnectorError): ConnectorError {
  try {
    return thrown instanceof ConnectorError ? thrown : otherwise(thrown);
  } catch {
    // A thrown value may itself throw on inspection.
    return otherwise(new Error("what was thrown cannot be looked at"));
  }
}

/** The `errorCode` of the error for a URL without a connector. */
export const unknownConnector = "UnknownConnector";

/** Creates the error for a connection that is stopped, deleted or at another connector. */
export function connectionNotActive(id: number): ConnectorError {
  return new ConnectorError({
    UserExplanation: "The connection is not active.",
    TechExplanation: `There is no active connection with id ${id}.`,
    ErrorCode: "ConnectionNotActive",
  });
}

/**
 * Converts an error for NetServer's callers: SoNotFoundException for an unknown connector, else SoException with its
 * words.
 */
function exceptionOf({ userExplanation, techExplanation, errorCode, cause }: ConnectorError): NetServerError {
  const name = errorCode === unknownConnector ? "SoNotFoundException" : "SoException";
  const parameters = { ErrorCode: errorCode };
  return soException(name, techExplanation, { friendlyText: userExplanation, parameters, cause });
}

/** Awaits the work; converts a connector's error into an exception of NetServer's. */
export async function orException<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof ConnectorError ? exceptionOf(error) : error;
  }
}

/** Awaits the work; resolves to `undefined` when a connector failed in it. */
export async function orUndefined<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ConnectorError) return undefined;
    throw error;
  }
}

/** Tells whether the work was done; false when a connector failed in it. */
export async function succeeds(work: Promise<unknown>): Promise<boolean> {
  return (await orUndefined(work.then(() => true))) ?? false;
}
