import { suggested } from "../kit/nearest-name.ts";
import type { SoExceptionInfo } from "../types/header-blocks.ts";

/** Returns a text for an error message, cut at 80 characters. */
export function shortened(text: string): string {
  return cutAt(80, text);
}

function cutAt(length: number, text: string): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** Thrown for a value that does not fit its schema, before anything is sent. */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
  readonly code = "value_invalid";
  /** Property names from the value's root to the culprit, `ForeignKey.RecordId`, long ones cut; empty for the root. */
  path: string;
  /** The expected value, such as `xs:int`. */
  readonly expected: string;
  /** The value that was found, cut at 100 characters. */
  readonly actual: string;
  /** The name that was probably intended, for an unknown member with a similar name. */
  readonly suggestion: string | undefined;

  constructor(expected: string, actual: string, path = "", suggestion?: string) {
    super();
    this.expected = expected;
    this.actual = cutAt(100, actual);
    this.path = path;
    this.suggestion = suggestion;
    this.message = this.#text();
  }

  /** Puts the property that holds the value in front of the path, and returns this error. */
  prependPath(property: string | number): this {
    const head = typeof property === "number" ? `[${property}]` : shortened(property);
    this.path = this.path === "" || this.path.startsWith("[") ? head + this.path : `${head}.${this.path}`;
    this.message = this.#text();
    return this;
  }

  #text(): string {
    const at = this.path === "" ? "" : ` at ${this.path}`;
    return `expected ${this.expected} but found ${this.actual}${at}${suggested(this.suggestion)}`;
  }
}

/** The details of a `NetServerError`. */
export interface NetServerErrorDetails {
  /** The .NET type of the exception, `SuperOffice.Exceptions.SoNotFoundException`; or the fault's code. */
  readonly exceptionType: string;
  /** The text for the user; `null` when the service gave none. */
  readonly friendlyText?: string | null;
  /** The values that the message was made of. */
  readonly parameters?: Readonly<Record<string, string | null>>;
  /** The exceptions behind this one, as the service gave them. */
  readonly innerException?: SoExceptionInfo | null;
  readonly cause?: unknown;
}

/** Thrown when the service answered that the call failed: with a fault, or with `Succeeded=false`. */
export class NetServerError extends Error {
  override readonly name = "NetServerError";
  readonly exceptionType: string;
  readonly friendlyText: string | null;
  readonly parameters: Readonly<Record<string, string | null>>;
  readonly innerException: SoExceptionInfo | null;

  constructor(message: string, details: NetServerErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.exceptionType = details.exceptionType;
    this.friendlyText = details.friendlyText ?? null;
    this.parameters = details.parameters ?? {};
    this.innerException = details.innerException ?? null;
  }
}

/** Returns the name of a .NET exception type without namespace and assembly: `SoNotFoundException`. */
export function exceptionNameOf(exceptionType: string): string {
  const [type = ""] = exceptionType.split(",", 1);
  return type.trim().split(".").at(-1) ?? "";
}

/** Tells whether the service did not accept the call's ticket: it is unknown or has expired. */
export function isSessionError(error: unknown): boolean {
  if (!(error instanceof NetServerError)) return false;
  const { exceptionType: ExceptionType, innerException: InnerException } = error;
  return hasSessionException({ ExceptionType, InnerException });
}

function hasSessionException(exception: SoExceptionInfo | null | undefined): boolean {
  if (exception == null) return false;
  return (
    exceptionNameOf(exception.ExceptionType ?? "") === "SoSessionException" ||
    hasSessionException(exception.InnerException)
  );
}

/** The reason why there was no answer. */
export type TransportErrorCode =
  /** No connection: refused, unknown host, no TLS. The request was not sent. */
  | "unreachable"
  /** The connection broke before the response was complete. */
  | "interrupted"
  /** No complete response in time. */
  | "timeout"
  /** An HTTP status other than success, without SOAP. */
  | "http_status"
  /** A response other than SOAP. */
  | "response_invalid"
  /** A response longer than the limit. */
  | "response_too_large"
  /** The circuit breaker is open, since the server failed repeatedly. The request was not sent. */
  | "circuit_open"
  /** Too many calls are queued. The request was not sent. */
  | "overloaded";

/** The details of a `TransportError`. */
export interface TransportErrorDetails {
  readonly code: TransportErrorCode;
  /** The address of the request, without credentials. */
  readonly url: string;
  /** The HTTP status, when there was one. */
  readonly status?: number | undefined;
  /** True when sending the same request again can do no harm. */
  readonly retrySafe: boolean;
  /** The wait before that, when the server said it. */
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** Thrown when there is no answer: refused, reset, timed out, or an HTTP status without SOAP. */
export class TransportError extends Error {
  override readonly name = "TransportError";
  readonly code: TransportErrorCode;
  readonly url: string;
  readonly status: number | undefined;
  readonly retrySafe: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, details: TransportErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.url = details.url;
    this.status = details.status;
    this.retrySafe = details.retrySafe;
    this.retryAfterMs = details.retryAfterMs;
  }
}
