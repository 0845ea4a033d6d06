import type { DecodeError, DecodeErrorCode } from "@superoffice-soap/codec";
import { TransportError } from "@superoffice-soap/schema";
import type { TimeLimit } from "./time-limit.ts";
import type { TransportResponse } from "./transport.ts";

/** The request that an error is about. */
export interface Sent {
  readonly url: string;
  /** Whether the contract says that the request may be sent again. */
  readonly retrySafe: boolean;
}

/** The error for a time limit that was reached; the caller's own reason when it was the caller who gave up. */
export function endedEarly({ url, retrySafe }: Sent, limit: TimeLimit): unknown {
  if (!limit.expired) return limit.signal.reason;
  return new TransportError(`${url} did not answer within ${limit.timeoutMs} ms`, { code: "timeout", url, retrySafe });
}

/** The error for what a transport rejected with, before or after the head of the answer. */
export function interrupted({ url, retrySafe }: Sent, error: unknown, status?: number): TransportError {
  if (error instanceof TransportError) return error;
  const message = `the connection to ${url} broke before the answer was complete`;
  return new TransportError(message, { code: "interrupted", url, status, retrySafe, cause: error });
}

/** The error for an answer longer than is read. */
export function tooLong({ url, retrySafe }: Sent, maxBytes: number, status: number): TransportError {
  const message = `the answer of ${url} is longer than ${maxBytes} bytes`;
  return new TransportError(message, { code: "response_too_large", url, status, retrySafe });
}

/** The error for an answer that was not understood: a DecodeError when it was meant to be SOAP. */
export function notUnderstood(
  { url, retrySafe }: Sent,
  { status, headers }: TransportResponse,
  error: DecodeError,
  isEmpty: boolean,
): Error {
  const details = { url, status, retrySafe, cause: error };
  if (status < 200 || status > 299) {
    const message = `${url} answered HTTP ${status} without SOAP${explanationOf(status)}`;
    return new TransportError(message, { code: "http_status", ...details, retryAfterMs: retryAfterOf(headers) });
  }
  const type = headers.get("content-type")?.split(";", 1)[0]?.trim() || "no content type";
  if (!isEmpty && noEnvelope.includes(error.code) && !/^(?:text|application)\/(?:soap\+)?xml$/i.test(type)) {
    const message = `${url} answered with ${type} instead of SOAP; a page of a proxy or a sign-in may stand in between`;
    return new TransportError(message, { code: "response_invalid", ...details });
  }
  if (!isEmpty && error.code !== "xml_truncated") return error;
  const message = isEmpty ? `the answer of ${url} is empty` : `the answer of ${url} ends too early: ${error.detail}`;
  return new TransportError(message, { code: "interrupted", ...details });
}

const noEnvelope: readonly DecodeErrorCode[] = [
  "xml_malformed",
  "xml_truncated",
  "encoding_unsupported",
  "doctype_refused",
  "envelope_invalid",
];

function explanationOf(status: number): string {
  // A browser hides the status of a redirect that is not followed.
  const redirected = status === 0 || (status >= 300 && status <= 399 && status !== 304);
  const explanation = redirected ? "it redirects, and a ticket is for one server only" : explanations[status];
  return explanation === undefined ? "" : `: ${explanation}`;
}

const explanations: Readonly<Record<number, string>> = {
  401: "it wants an authorization by HTTP, which is not SOAP's",
  403: "it refuses access",
  404: "there is no such service, or the address is wrong",
  413: "the request is too long for it",
  415: "it does not speak SOAP 1.1",
  421: "the tenant lives at another host, which SuperOffice's state service tells",
  429: "it wants fewer requests",
  502: "NetServer behind it does not answer",
  503: "it is not available for the time being",
  504: "NetServer behind it does not answer in time",
};

// Seconds, or a date.
function retryAfterOf(headers: TransportResponse["headers"]): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (!value) return undefined;
  const waitMs = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(waitMs) ? undefined : Math.max(0, waitMs);
}
