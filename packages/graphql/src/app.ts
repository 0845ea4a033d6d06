import { type CallContext, latestServices, type NetServerPort, type ServicesVersion } from "@superoffice-soap/schema";
import { type Context, Hono } from "hono";
import { createCallerSession } from "./caller-session.ts";
import { createGraphQLSchema } from "./create-graphql-schema.ts";
import { credentialsOf } from "./credentials.ts";
import { graphiql } from "./graphiql.ts";
import { limitBody, readJsonBody } from "./graphql-body.ts";
import { isLocalCaller } from "./local-caller.ts";
import { createTicketSources, type DevelopmentUser } from "./ticket-source.ts";
import { type RequestContext, yoga } from "./yoga.ts";

/** What the app serves, and to whom. */
export interface GraphQLAppOptions {
  /** Who answers: an embedded NetServer, or a client of a remote one. */
  readonly netServer: NetServerPort;
  /** The version of the contract to serve. @default Services88 */
  readonly services?: ServicesVersion;
  /** More routes of the same server, such as the SOAP endpoint below `/Remote/`. */
  readonly routes?: readonly Hono[];
  /**
   * The peer's address as the socket has it, so that callers on this machine can be told from others. Without it
   * nobody is local.
   */
  readonly peerAddress?: (context: Context) => string | undefined;
  /** The user as whom a local caller without credentials is served; nobody unless given. */
  readonly developmentUser?: DevelopmentUser;
  /** Whether a browser that opens the endpoint gets GraphiQL. @default true */
  readonly graphiql?: boolean;
  /** The largest request body in bytes. @default 1 MiB */
  readonly maxBodyBytes?: number;
  /** How long NetServer may take to answer a request, in milliseconds. @default 60 000 */
  readonly timeoutMs?: number;
  /** Told of each error that is a fault of this program. Ignored unless given. */
  readonly onUnexpectedError?: (error: unknown) => void;
}

/** Where GraphQL is served. */
export const graphqlPath = "/graphql";

/** A Hono app that serves GraphQL at `/graphql`, GraphiQL to browsers there, `/healthz`, and the routes given. */
export function graphqlApp(options: GraphQLAppOptions): Hono {
  const { services = latestServices, routes = [], maxBodyBytes = 1024 * 1024 } = options;
  const { onUnexpectedError = () => {} } = options;
  const server = yoga({ schema: createGraphQLSchema({ services }), path: graphqlPath, plugins: [], onUnexpectedError });
  const sessionOf = sessions(options, services);
  const app = new Hono();
  app.get("/healthz", (context) => context.json({ status: "ok" }));
  app.get("/", (context) => context.redirect(graphqlPath));
  if (options.graphiql ?? true) app.get(graphqlPath, graphiql());
  app.all(graphqlPath, limitBody(maxBodyBytes), async (context) => {
    const netServer = sessionOf(context);
    if (context.req.method !== "POST") return server.fetch(context.req.raw, { netServer });
    const body = await readJsonBody(context);
    return body instanceof Response ? body : server.fetch(context.req.raw, { netServer, json: body.json });
  });
  for (const more of routes) app.route("/", more);
  return app;
}

/** The session of each request, from its headers and its peer. */
function sessions(options: GraphQLAppOptions, services: ServicesVersion) {
  const { netServer, peerAddress, developmentUser, timeoutMs = 60_000 } = options;
  const ticketsOf = createTicketSources(netServer);
  return (context: Context): RequestContext["netServer"] => {
    const { headers, signal } = context.req.raw;
    const loopback = isLocalCaller(headers, peerAddress?.(context));
    const applicationToken = headers.get("so-apptoken");
    // Requests wait for one sign-in together, so it does not end with one of them: no signal.
    const anonymous: CallContext = { services, loopback, ...(applicationToken && { applicationToken }) };
    const tickets = ticketsOf({
      credentials: credentialsOf(headers.get("authorization")),
      context: anonymous,
      standIn: loopback ? developmentUser : undefined,
    });
    const ended = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    return createCallerSession(netServer, tickets, { ...anonymous, signal: ended });
  };
}
