import type { ConnectorAnswer, NetServerError } from "@superoffice-soap/schema";
import { soException } from "../call/so-exception.ts";

/** A connector did not do what it was asked for: it said so, threw, took too long, or answered nonsense. */
export class ConnectorError extends Error {
  override readonly name = "ConnectorError";
  readonly userExplanation: string;
  readonly techExplanation: string;
  readonly errorCode: string;
  /** True when waiting for it again would only take as long again. */
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

  /** The same failure with its words changed. */
  redacted(redact: (words: string) => string): ConnectorError {
    const { timedOut, cause, origin, errorCode: ErrorCode } = this;
    const [UserExplanation, TechExplanation] = [redact(this.userExplanation), redact(this.techExplanation)];
    return new ConnectorError({ UserExplanation, TechExplanation, ErrorCode }, { timedOut, cause, origin });
  }
}

/** The kind of a connector's failure: by an answer that says so, by an answer that cannot be used, by an error, or by its silence. */
export type ErrorOrigin = "answer" | "unusable answer" | "throw" | "timeout";

interface ErrorDetails {
  readonly timedOut?: boolean;
  readonly cause?: unknown;
  /** @default "answer" */
  readonly origin?: ErrorOrigin;
}

/** What was thrown as a failure of the connector: as it is when it is one, else as `otherwise` says. */
export function connectorErrorFrom(thrown: unknown, otherwise: (thrown: unknown) => ConnectorError): ConnectorError {
  try {
    return thrown instanceof ConnectorError ? thrown : otherwise(thrown);
  } catch {
    // What a connector throws may throw itself as soon as it is looked at.
    return otherwise(new Error("what was thrown cannot be looked at"));
  }
}

/** The `errorCode` of the failure to find a connector at a URL. */
export const unknownConnector = "UnknownConnector";

/** The failure to use a connection that is stopped, deleted or elsewhere. */
export function connectionNotActive(id: number): ConnectorError {
  return new ConnectorError({
    UserExplanation: "The connection is not active.",
    TechExplanation: `There is no active connection with id ${id}.`,
    ErrorCode: "ConnectionNotActive",
  });
}

/** A failure as a caller of NetServer gets it: SoNotFoundException without a connector, else SoException with its words. */
function exceptionOf({ userExplanation, techExplanation, errorCode, cause }: ConnectorError): NetServerError {
  const name = errorCode === unknownConnector ? "SoNotFoundException" : "SoException";
  const parameters = { ErrorCode: errorCode };
  return soException(name, techExplanation, { friendlyText: userExplanation, parameters, cause });
}

/** What the work resolves to; a connector's failure in it becomes an exception of NetServer's. */
export async function orException<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof ConnectorError ? exceptionOf(error) : error;
  }
}

/** What the work resolves to; `undefined` when a connector failed in it. */
export async function orUndefined<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ConnectorError) return undefined;
    throw error;
  }
}

/** Whether the work was done; false when a connector failed in it. */
export async function succeeds(work: Promise<unknown>): Promise<boolean> {
  return (await orUndefined(work.then(() => true))) ?? false;
}
