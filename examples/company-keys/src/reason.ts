import { ClientError } from "graphql-request";

/** Returns the reason why a request failed, for the reader of the page: NetServer's own words where it has some. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof ClientError)) return "The GraphQL server did not answer.";
  const [first] = error.response.errors ?? [];
  if (first === undefined) return `The GraphQL server answered with HTTP ${error.response.status}.`;
  const { friendlyText } = first.extensions ?? {};
  return typeof friendlyText === "string" ? friendlyText : first.message;
}
