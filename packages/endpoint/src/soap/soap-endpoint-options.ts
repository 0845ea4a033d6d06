import { defaultMaxDepth } from "@superoffice-soap/codec";
import {
  type BodyBudget,
  defaultBodyIdleMs,
  defaultMaxUnknownBytes,
  peerAddressOf,
  processBodyBudget,
} from "@superoffice-soap/http";
import { type ServicesVersion, servicesVersions } from "@superoffice-soap/schema";
import type { Context } from "hono";
import { type ErrorLog, logToStandardError } from "./error-log.ts";
import { type WarningLog, warnOnStandardError } from "./request-warnings.ts";

/** The options of the SOAP endpoint. Each default is what a NetServer on site does, where that is known. */
export interface SoapEndpointOptions {
  /**
   * The envelopes that are understood. `lenient` reads SOAP 1.1, SOAP 1.2 and the form of SuperOffice's reference pages,
   * and answers each in its own form, since people paste those pages' samples and some tools go by the prefix `soap12`
   * in the WSDL; `strict` reads SOAP 1.1 alone, header blocks in `Header` only, as WCF's BasicHttpBinding does, and
   * parameters and members in the order of the WSDL only: like WCF's DataContractSerializer it skips those that come
   * later than they should, as if they had not been sent. Either tells the log of what was, or would be, skipped.
   * @default "lenient"
   */
  readonly envelopes?: "lenient" | "strict";
  /**
   * The part of a request that names the operation. `action-or-body` goes by SOAPAction, whatever its case, and by the body's
   * element when SOAPAction is missing or blank; `action` goes by SOAPAction alone and to the letter, as WCF does.
   * @default "action-or-body"
   */
  readonly dispatch?: "action-or-body" | "action";
  /**
   * The form of the response to a call that failed. `header` is an ordinary response with HTTP status 200, `Succeeded` false and
   * the reason in `ExceptionInfo`; `fault` is a SOAP fault with HTTP status 500, as with NetServer's `WrapExceptions`
   * switched off. The form of the reference pages has no place for response headers, so there it is always a fault.
   * @default "header"
   */
  readonly errors?: "header" | "fault";
  /** The versions of the contract that have an address. @default those that the port serves */
  readonly services?: readonly ServicesVersion[];
  /** Serves `?wsdl`, the page of each service and the index at `/Remote/`. @default true */
  readonly metadata?: boolean;
  /**
   * The URL of this server as clients know it, up to and without `/Remote`, for the addresses in WSDL and pages.
   * @default what the request for them was sent to
   */
  readonly publicUrl?: string;
  /** A request's body may have this many bytes, both as it comes and unpacked. @default 10485760 (10 MiB) */
  readonly maxRequestBytes?: number;
  /**
   * As `maxRequestBytes`, of a request in which no ticket has been read that is good. When more comes, the NetServer is asked
   * whether the ticket is. @default 262144 (256 KiB)
   */
  readonly maxUnknownBytes?: number;
  /** The bytes that the bodies of all requests in flight may hold together; further ones wait. @default one of 32 MiB for the process */
  readonly bodyBudget?: BodyBudget;
  /** A request's elements may be nested this deep, the envelope being the first. @default 64 */
  readonly maxDepth?: number;
  /** A request's body may pause for this many milliseconds before the call is given up. @default 30000 */
  readonly bodyIdleMs?: number;
  /** A call may take this many milliseconds, and so may each part of a list that is streamed. @default 60000 */
  readonly timeoutMs?: number;
  /** A client may leave the rest of a list unread for this many milliseconds before it is cut off. @default 60000 */
  readonly answerIdleMs?: number;
  /** From how many bytes on an answer is packed with gzip for a client that accepts it; lists that are streamed always are. @default 8192 */
  readonly gzipFromBytes?: number;
  /** Returns the IP address of the client. @default the socket's, where the app runs on Node's HTTP server */
  readonly peerAddress?: (context: Context) => string | undefined;
  /** Origins on this machine whose pages count as local callers, though they come from another port. @default none */
  readonly localOrigins?: readonly string[];
  /**
   * Told, in a sentence, why a caller may not sign in with a blank password, where callers on this machine may. Given, the
   * sign-in fails with an exception that says it too. @default ignored: the NetServer's own answer is sent
   */
  readonly onHint?: (sentence: string) => void;
  /** Returns the name of a request in logs. @default no name */
  readonly requestId?: (context: Context) => string | undefined;
  /** Tells whether an error is that something beyond this program cannot be reached; its frames are not logged. @default none is */
  readonly isOutage?: (error: Error) => boolean;
  /** Told of what went wrong in the server itself, secrets removed. @default a line on standard error, and one more for each call that led there */
  readonly log?: ErrorLog;
  /**
   * Told of requests with elements that were skipped, or that WCF would skip: unknown ones, with the nearest name, and
   * ones out of order. Once for each such request. @default a line on standard error
   */
  readonly logWarning?: WarningLog;
}

/** The options with every default filled in. */
export interface SoapEndpointSettings extends Required<Omit<SoapEndpointOptions, "publicUrl" | "onHint">> {
  /** Null when addresses follow the request. */
  readonly publicUrl: string | null;
  readonly onHint: ((sentence: string) => void) | null;
}

/** Fills in every default; the only code that knows them. */
export function soapEndpointSettingsOf(options: SoapEndpointOptions): SoapEndpointSettings {
  return {
    envelopes: options.envelopes ?? "lenient",
    dispatch: options.dispatch ?? "action-or-body",
    errors: options.errors ?? "header",
    services: servicesVersions.filter((version) => (options.services ?? servicesVersions).includes(version)),
    metadata: options.metadata ?? true,
    publicUrl: options.publicUrl?.replace(/\/+$/, "") ?? null,
    maxRequestBytes: options.maxRequestBytes ?? 10 * 1024 * 1024,
    maxUnknownBytes: options.maxUnknownBytes ?? defaultMaxUnknownBytes,
    bodyBudget: options.bodyBudget ?? processBodyBudget,
    maxDepth: options.maxDepth ?? defaultMaxDepth,
    bodyIdleMs: options.bodyIdleMs ?? defaultBodyIdleMs,
    timeoutMs: options.timeoutMs ?? 60_000,
    answerIdleMs: options.answerIdleMs ?? 60_000,
    gzipFromBytes: options.gzipFromBytes ?? 8192,
    peerAddress: options.peerAddress ?? peerAddressOf,
    localOrigins: options.localOrigins ?? [],
    onHint: options.onHint ?? null,
    requestId: options.requestId ?? (() => undefined),
    isOutage: options.isOutage ?? (() => false),
    log: options.log ?? logToStandardError,
    logWarning: options.logWarning ?? warnOnStandardError,
  };
}
