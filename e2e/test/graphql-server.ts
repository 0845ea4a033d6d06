import { type ServerOptions, startServer } from "@superoffice-soap/server";
import { onTestFinished } from "vitest";

/** GraphQL's answer, as a client gets it. */
export interface GraphQLAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>> & { readonly code: string };
  }[];
}

/** A ticket, as the header field that carries it. */
export const ticket = { authorization: "SOTicket 7T:test" };

/** The whole server over an upstream, until the test is over. */
export async function graphqlOver(upstream: string, options: Partial<ServerOptions> = {}) {
  const served = { store: ":memory:", services: "Services88", host: "127.0.0.1", port: 0, production: false } as const;
  const server = await startServer({ ...served, upstream, ...options });
  onTestFinished(() => server.close());
  const post = (body: object, headers: Record<string, string> = ticket, signal?: AbortSignal) =>
    fetch(`${server.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    });
  const ask = async (query: string, variables: object = {}, headers: Record<string, string> = ticket) =>
    (await (await post({ query, variables }, headers)).json()) as GraphQLAnswer;
  return { url: server.url, post, ask };
}
