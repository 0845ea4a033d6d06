import { responseToUnread } from "@superoffice-soap/netserver";
import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { codedError, type ErrorCode } from "./errors.ts";
import { maxNesting, nestingOf } from "./nesting.ts";

type RefusalStatus = 400 | 413 | 415 | 429 | 431;

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
): Promise<Response> {
  return responseToUnread(context, refusalOf(code, message), { status, headers: jsonHeaders });
}

const jsonHeaders = { "content-type": "application/json" };

function refusalOf(code: ErrorCode, message: string): string {
  return JSON.stringify({ errors: [codedError(code, message).toJSON()] });
}

/** Refuses request bodies of more than this many bytes before they are read. */
export function limitBody(maxBytes: number): MiddlewareHandler {
  const tooLarge = (context: Context) =>
    refuseUnread(context, 413, "BODY_TOO_LARGE", `The request is larger than ${maxBytes} bytes.`);
  const limit = bodyLimit({ maxSize: maxBytes, onError: tooLarge });
  // Hono's limit looks for a body first, for which Node's adapter makes a web stream and a second Request.
  return (context, next) => {
    const length = lengthSaid(context);
    if (length === undefined) return limit(context, next);
    return length <= maxBytes ? next() : tooLarge(context);
  };
}

/** How long a request says that its body is, where it does. */
function lengthSaid({ req }: Context): number | undefined {
  const length = req.header("content-length");
  return length === undefined || req.header("transfer-encoding") !== undefined ? undefined : Number(length);
}

/**
 * The JSON that a POST carries, or the answer that refuses it. Only JSON is taken: a form, which another site's page
 * could send without being asked, is not.
 */
export async function readJsonBody(context: Context): Promise<{ readonly json: unknown } | Response> {
  const type = context.req.header("content-type") ?? "";
  if (!/^application\/(?:graphql\+)?json\s*(?:;\s*charset="?utf-8"?\s*)?$/i.test(type)) {
    return refuseUnread(context, 415, "UNSUPPORTED_MEDIA_TYPE", "Send the request as `application/json` in UTF-8.");
  }
  try {
    // Invalid UTF-8 would otherwise be stored as replacement characters.
    const text = utf8.decode(await context.req.arrayBuffer());
    return parsedJson(context, text);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return notJson(context);
  }
}

/** The answer that refuses a GET whose parameters are not the JSON that they should be; `undefined` when they are. */
export function refuseParameters(context: Context): Response | undefined {
  const { searchParams } = new URL(context.req.url);
  const parsed = ["variables", "extensions"].map((name) => parsedJson(context, searchParams.get(name) || "null"));
  return parsed.find((result) => result instanceof Response);
}

function parsedJson(context: Context, text: string): { readonly json: unknown } | Response {
  if (nestingOf(text, "json") > maxNesting) {
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
