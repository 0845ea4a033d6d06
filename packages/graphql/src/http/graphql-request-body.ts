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

/** An answer to a request that is not GraphQL over HTTP: the status and, as GraphQL has it, a list of errors. */
export function refuse(context: Context, status: RefusalStatus, code: ErrorCode, message: string): Response {
  return context.body(refusalOf(code, message), status, jsonHeaders);
}

/** As `refuse`, whether or not the request's body has come to its end: if not, the connection ends with the answer. */
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
  /** Tells the IP address of the client, which shares the budget with other clients. */
  readonly peerAddress: (context: Context) => string | undefined;
}

/** The JSON of a request, and what its body holds of the budget. */
export interface JsonBody {
  readonly json: unknown;
  /** Gives it back, when the request is not held any more. */
  readonly release: () => void;
}

/**
 * The JSON that a POST carries, or the answer that refuses it. Only JSON is taken: a form, which another site's page
 * could send without being asked, is not. `isKnown` tells whether the caller's ticket is good.
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
    // There is no one to be answered.
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

/** The text of UTF-8; `undefined` when it is none, which would otherwise be stored as replacement characters. */
function textOf(chunks: readonly Uint8Array[]): string | undefined {
  try {
    return utf8.decode(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
  } catch {
    return undefined;
  }
}

/** The answer that refuses a GET whose parameters are not the JSON that they should be; `undefined` when they are. */
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
