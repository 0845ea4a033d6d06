import { suggested } from "../kit/nearest-name.ts";
import type { SoExceptionInfo } from "../types/header-blocks.ts";

/** A text that is fit to stand in a message: cut at 80 characters. */
export function shortened(text: string): string {
  return cutAt(80, text);
}

function cutAt(length: number, text: string): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** A value does not fit its schema on the way out. */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
  readonly code = "value_invalid";
  /** Property names from the value's root to the culprit, `ForeignKey.RecordId`, long ones cut; empty for the root. */
  path: string;
  /** What the schema wants, such as `xs:int`. */
  readonly expected: string;
  /** What was found, cut at 100 characters. */
  readonly actual: string;
  /** The name that was probably intended, where a member is unknown and one is like it. */
  readonly suggestion: string | undefined;

  constructor(expected: string, actual: string, path = "", suggestion?: string) {
    super();
    this.expected = expected;
    this.actual = cutAt(100, actual);
    this.path = path;
    this.suggestion = suggestion;
    this.message = this.#text();
  }

  /** Puts the property that holds the value in front of the path. */
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

/** What a `NetServerError` carries beside its message. */
export interface NetServerErrorDetails {
  /** The .NET type of the exception, `SuperOffice.Exceptions.SoNotFoundException`; or the fault's code. */
  readonly exceptionType: string;
  /** What to tell the user; `null` when the service gave nothing. */
  readonly friendlyText?: string | null;
  /** What the message was made of. */
  readonly parameters?: Readonly<Record<string, string | null>>;
  /** The exceptions behind this one, as the service gave them. */
  readonly innerException?: SoExceptionInfo | null;
  readonly cause?: unknown;
}

/** The service answered that the call failed: with a fault, or with `Succeeded=false`. */
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

/** The name of a .NET exception type without namespace and assembly: `SoNotFoundException`. */
export function exceptionNameOf(exceptionType: string): string {
  const [type = ""] = exceptionType.split(",", 1);
  return type.trim().split(".").at(-1) ?? "";
}

/** Whether the service does not, or no longer, know the ticket that it was called with. */
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

/** Why there was no answer. */
export type TransportErrorCode =
  /** No connection: refused, unknown host, no TLS. The request was not sent. */
  | "unreachable"
  /** The connection broke before the answer was complete. */
  | "interrupted"
  /** No complete answer in time. */
  | "timeout"
  /** An HTTP status that is no answer, without SOAP. */
  | "http_status"
  /** Something else than SOAP. */
  | "response_invalid"
  /** More bytes than are read of an answer. */
  | "response_too_large"
  /** The server has failed so often that it is left alone for a while. The request was not sent. */
  | "circuit_open"
  /** Too many calls wait already. The request was not sent. */
  | "overloaded";

/** What a `TransportError` carries beside its message. */
export interface TransportErrorDetails {
  readonly code: TransportErrorCode;
  /** Where the request went, without credentials. */
  readonly url: string;
  /** The HTTP status, when there was one. */
  readonly status?: number | undefined;
  /** Whether sending the same request again can do no harm. */
  readonly retrySafe: boolean;
  /** How long to wait before that, when the server said it. */
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** No answer: refused, reset, timed out, or an HTTP status without SOAP. */
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
