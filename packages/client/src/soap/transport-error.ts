import type { DecodeError, DecodeErrorCode } from "@superoffice-soap/codec";
import { TransportError } from "@superoffice-soap/schema";
import type { Deadline } from "../resilience/deadline.ts";
import type { NoRoomError } from "../resilience/response-budget.ts";
import { contentCodingsOf } from "../transport/content-encoding.ts";
import { ResponseFlaw, responseFlawOf } from "../transport/response-flaw.ts";
import type { TransportResponse } from "../transport/transport.ts";

/** The request that an error is about. */
export interface Sent {
  readonly url: string;
  /** True when the contract says that the request may be sent again. */
  readonly retrySafe: boolean;
}

/** The error for a time limit that was reached; the caller's own reason when it was the caller who gave up. */
export function endedEarly({ url, retrySafe }: Sent, limit: Deadline): unknown {
  if (!limit.expired) return limit.signal.reason;
  return new TransportError(`${url} did not answer within ${limit.timeoutMs} ms`, { code: "timeout", url, retrySafe });
}

/** The error for what a transport rejected with, before or after the head of the answer. */
export function interrupted({ url, retrySafe }: Sent, error: unknown, status?: number): TransportError {
  if (error instanceof TransportError) return error;
  const outcome = retrySafe ? "" : "; the call may have been carried out";
  const flaw = responseFlawOf(error);
  if (flaw !== undefined) {
    const kind = flaw.code === "ERR_HTTP_RESPONSE" ? "an invalid HTTP response" : "a body that cannot be decompressed";
    const message = `${url} sent ${kind} (${flaw.message})${outcome}`;
    // The transport's own error may quote the response.
    return new TransportError(message, { code: "response_invalid", url, status, retrySafe, cause: flaw });
  }
  const message = `the connection to ${url} broke before the answer was complete${outcome}`;
  return new TransportError(message, { code: "interrupted", url, status, retrySafe, cause: error });
}

/** The error for an answer longer than is read. */
export function tooLong({ url, retrySafe }: Sent, maxBytes: number, status: number): TransportError {
  const message = `the answer of ${url} is longer than ${maxBytes} bytes`;
  return new TransportError(message, { code: "response_too_large", url, status, retrySafe });
}

/** The error for an answer that there is no room for in memory, beside those of other calls. */
export function noRoom({ url, retrySafe }: Sent, { code, message }: NoRoomError, status: number): TransportError {
  return new TransportError(`the answer of ${url} was not read: ${message}`, { code, url, status, retrySafe });
}

/** The error for an answer that was not understood: a DecodeError when it should have been SOAP. */
export function notSoap(
  { url, retrySafe }: Sent,
  response: TransportResponse,
  error: DecodeError,
  isEmpty: boolean,
): Error {
  const { status, headers } = response;
  const details = { url, status, retrySafe, cause: error };
  const hasNoEnvelope = !isEmpty && noEnvelope.includes(error.code);
  const flaw = hasNoEnvelope ? formatFlawOf(headers) : undefined;
  const isSuccess = status >= 200 && status <= 299;
  if (flaw !== undefined && (isSuccess || flaw.code === "ERR_MTOM")) {
    return new TransportError(`${url} ${flaw.message}`, { code: "response_invalid", ...details, cause: flaw });
  }
  if (!isSuccess || (isEmpty && status !== 200)) {
    const message = `${url} answered HTTP ${status} without SOAP${explanationOf(url, response)}`;
    return new TransportError(message, { code: "http_status", ...details, retryAfterMs: retryAfterOf(headers) });
  }
  const type = mediaTypeOf(headers) || "no content type";
  if (hasNoEnvelope && !/^(?:text|application)\/(?:soap\+)?xml$/i.test(type)) {
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

/** Why bytes may hold no envelope although they are one's, as the header fields tell. */
function formatFlawOf(headers: TransportResponse["headers"]): ResponseFlaw | undefined {
  if (mediaTypeOf(headers)?.toLowerCase() === "multipart/related") {
    const message =
      "answered with an MTOM message (multipart/related), which is not read; switch MTOM off on the service";
    return new ResponseFlaw("ERR_MTOM", message);
  }
  const { left } = contentCodingsOf(headers.get("content-encoding"));
  if (left === undefined) return undefined;
  return new ResponseFlaw("ERR_CONTENT_ENCODING", `answered in the content encoding ${left}, which is not read`);
}

function mediaTypeOf(headers: TransportResponse["headers"]): string | undefined {
  return headers.get("content-type")?.split(";", 1)[0]?.trim();
}

function explanationOf(url: string, { status, headers, forwardedBy }: TransportResponse): string {
  // A browser hides the status of a redirect that is not followed.
  const redirected = status === 0 || (status >= 300 && status <= 399 && status !== 304);
  const explanation = redirected ? redirectOf(url, headers.get("location")) : explanations[status];
  const told = explanation === undefined ? "" : `: ${explanation}`;
  return forwardedBy === undefined ? told : `${told}; the proxy ${forwardedBy} may have answered itself`;
}

function redirectOf(url: string, location: string | null): string {
  const to = location === null ? "" : ` to ${addressIn(location, url)}`;
  return `it redirects${to}, and a ticket is for one server only`;
}

/** An address without what may be a secret in it. */
function addressIn(location: string, base: string): string {
  if (!URL.canParse(location, base)) return "an invalid address";
  const { protocol, host, pathname } = new URL(location, base);
  return `${protocol}//${host}${pathname}`;
}

const explanations: Readonly<Record<number, string>> = {
  401: "it wants an authorization by HTTP, which is not SOAP's",
  403: "it refuses access",
  404: "there is no such service, or the address is wrong",
  407: "the proxy on the way wants a user name and a password, which its URL may hold, or does not accept those",
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
