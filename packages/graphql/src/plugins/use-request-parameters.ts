import type { Plugin } from "graphql-yoga";
import { codedError } from "../errors/public-error.ts";
import { shortName } from "../errors/short-text.ts";
import { documentIdParameters } from "./use-persisted-documents.ts";

const known = new Set<string>(["query", "variables", "operationName", "extensions", ...documentIdParameters]);

/** The greatest length of an operation's name, in characters. */
const longestName = 1000;

/**
 * Refuses unknown parameters, and a request without a query, as a bad request, whatever the media type of its response.
 * It runs after a persisted document is found, which is the query then.
 */
export function useRequestParameters(): Plugin {
  return { onParams: ({ params }) => check(params) };
}

function check(params: object): void {
  for (const name in params) {
    // Yoga refuses unknown names too, but repeats even those that are too long to be repeated.
    if (!known.has(name)) throw badRequest(`Unexpected parameter "${shortName(name)}" in the request body.`);
  }
  const { query, operationName }: { readonly query?: unknown; readonly operationName?: unknown } = params;
  if (query == null) throw badRequest("Must provide query string.");
  if (operationName != null && typeof operationName !== "string") throw badRequest("operationName must be a string.");
  if (typeof operationName === "string" && operationName.length > longestName) {
    throw badRequest(`operationName has ${operationName.length} characters; ${longestName} is the limit.`);
  }
}

function badRequest(message: string) {
  return codedError("BAD_REQUEST", message, { http: { status: 400 } });
}
