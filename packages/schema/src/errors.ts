import type { SoExceptionInfo } from "./headers.ts";

/** A value does not fit its schema on the way out. */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
  readonly code = "value_invalid";
  /** Property names from the value's root to the culprit, `ForeignKey.RecordId`; empty for the root itself. */
  path: string;
  /** What the schema wants, such as `xs:int`. */
  readonly expected: string;
  /** What was found, cut short; never more than 80 characters of it. */
  readonly actual: string;

  constructor(expected: string, actual: string, path = "") {
    super();
    this.expected = expected;
    this.actual = actual;
    this.path = path;
    this.message = this.#text();
  }

  /** Puts the property that holds the value in front of the path. */
  within(property: string | number): this {
    const head = typeof property === "number" ? `[${property}]` : property;
    this.path = this.path === "" || this.path.startsWith("[") ? head + this.path : `${head}.${this.path}`;
    this.message = this.#text();
    return this;
  }

  #text(): string {
    return `expected ${this.expected} but found ${this.actual}${this.path === "" ? "" : ` at ${this.path}`}`;
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

/** What a `TransportError` carries beside its message. */
export interface TransportErrorDetails {
  /** Where the request went, without credentials. */
  readonly url: string;
  /** The HTTP status, when there was one. */
  readonly status?: number;
  /** Whether sending the same request again can do no harm. */
  readonly retrySafe: boolean;
  readonly cause?: unknown;
}

/** No answer: refused, reset, timed out, or an HTTP status without SOAP. */
export class TransportError extends Error {
  override readonly name = "TransportError";
  readonly url: string;
  readonly status: number | undefined;
  readonly retrySafe: boolean;

  constructor(message: string, details: TransportErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.url = details.url;
    this.status = details.status;
    this.retrySafe = details.retrySafe;
  }
}
