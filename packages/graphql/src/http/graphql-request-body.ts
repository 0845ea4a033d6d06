import {
  BodyError,
  type BodyErrorStatus,
  type BodyLimits,
  ClientGoneError,
  httpRequestOf,
  nextPiece,
  readBody,
  responseToUnread,
} from "@superoffice-soap/http";
import type { Context } from "hono";
import { codedError, type ErrorCode } from "../errors/public-error.ts";
import { maxNesting, nestingDepth } from "../limits/nesting-depth.ts";

type RefusalStatus = BodyErrorStatus | 429 | 431;

/** Returns the response to a request that is not GraphQL over HTTP: the status and, as in GraphQL, a list of errors. */
export function refuse(context: Context, status: RefusalStatus, code: ErrorCode, message: string): Response {
  return context.body(refusalOf(code, message), status, jsonHeaders);
}

/**
 * Returns the response of `refuse` for a request whose body may not have been read to its end: if not, the connection
 * ends with the response.
 */
export function refuseUnread(
  context: Context,
  status: RefusalStatus,
  code: ErrorCode,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return responseToUnread(context, refusalOf(code, message), { status, headers: { ...jsonHeaders, ...headers } });
}

const jsonHeaders = { "content-type": "application/json" };

function refusalOf(code: ErrorCode, message: string): string {
  return JSON.stringify({ errors: [codedError(code, message).toJSON()] });
}

/** The limits of a request's body. */
export interface JsonBodyLimits extends BodyLimits {
  /** Returns the IP address of the client, which shares the budget with other clients. */
  readonly peerAddress: (context: Context) => string | undefined;
}

/** The JSON of a request, and the part of the budget that its body holds. */
export interface JsonBody {
  readonly json: unknown;
  /** Gives that part back, once the request is no longer held. */
  readonly release: () => void;
}

/**
 * Returns the JSON of a POST, or the response that refuses it. Only JSON is accepted: a form, which another site's page
 * could send without a preflight request, is not. `isKnown` tells whether the caller's ticket is valid.
 */
export async function readJsonBody(
  context: Context,
  limits: JsonBodyLimits,
  isKnown: () => Promise<boolean>,
): Promise<JsonBody | Response> {
  const type = context.req.header("content-type") ?? "";
  if (!/^application\/(?:graphql\+)?json\s*(?:;\s*charset="?utf-8"?\s*)?$/i.test(type)) {
    return refuseUnread(context, 415, "UNSUPPORTED_MEDIA_TYPE", "Send the request as `application/json` in UTF-8.");
  }
  const chunks: Uint8Array[] = [];
  try {
    const release = await readBody(httpRequestOf(context, limits.peerAddress), limits, {
      write: (chunk) => void chunks.push(chunk),
      isKnown,
    });
    // A body that came in several chunks is long enough to be read in a turn of its own.
    if (chunks.length > 1) await nextPiece();
    const parsed = parsedJson(context, textOf(chunks));
    if (!(parsed instanceof Response)) return { ...parsed, release };
    release();
    return parsed;
  } catch (error) {
    // The client is gone, so this response reaches no reader.
    if (error instanceof ClientGoneError) return context.body(null, 400);
    if (!(error instanceof BodyError)) throw error;
    return refuseUnread(context, error.status, codeOfStatus[error.status], error.message, error.headers);
  }
}

const codeOfStatus: Readonly<Record<BodyErrorStatus, ErrorCode>> = {
  400: "BAD_REQUEST",
  408: "BAD_REQUEST",
  413: "BODY_TOO_LARGE",
  415: "UNSUPPORTED_MEDIA_TYPE",
  503: "OVERLOADED",
};

/** Decodes UTF-8; returns `undefined` for invalid bytes, which would otherwise be stored as replacement characters. */
function textOf(chunks: readonly Uint8Array[]): string | undefined {
  try {
    return utf8.decode(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
  } catch {
    return undefined;
  }
}

/** Returns the response that refuses a GET whose parameters are not valid JSON; `undefined` when they are valid. */
export function refuseParameters(context: Context): Response | undefined {
  const { searchParams } = new URL(context.req.url);
  const parsed = ["variables", "extensions"].map((name) => parsedJson(context, searchParams.get(name) || "null"));
  return parsed.find((result) => result instanceof Response);
}

function parsedJson(context: Context, text: string | undefined): { readonly json: unknown } | Response {
  if (text === undefined) return notJson(context);
  if (nestingDepth(text, "json") > maxNesting) {
    return refuse(context, 400, "QUERY_TOO_LARGE", `The request is nested more than ${maxNesting} deep.`);
  }
  try {
    return { json: JSON.parse(text) };
  } catch {
    return notJson(context);
  }
}

function notJson(context: Context): Response {
  return refuse(context, 400, "BAD_REQUEST", "The request is not JSON in UTF-8.");
}

const utf8 = new TextDecoder("utf-8", { fatal: true });
