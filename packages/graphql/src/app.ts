import { callContext, type ServicesVersion } from "@superoffice-soap/schema";
import type { GraphQLSchema } from "graphql";
import { type Context, Hono } from "hono";
import { cors } from "hono/cors";
import { appSettingsOf, type GraphQLAppOptions, type GraphQLAppSettings } from "./app-options.ts";
import { type CallerSession, createCallerSession } from "./caller-session.ts";
import { createGraphQLSchema } from "./create-graphql-schema.ts";
import { credentialsOf } from "./credentials.ts";
import { graphiql } from "./graphiql.ts";
import { limitBody, readJsonBody, refuseParameters } from "./graphql-body.ts";
import { Delivery } from "./incremental/delivery.ts";
import { withIncrementalDirectives } from "./incremental/directives.ts";
import { isTrustedLocally } from "./local-caller.ts";
import { requestIdOf } from "./operation/current-request.ts";
import { plainAnswers } from "./plain-answers.ts";
import { endOf, endsOfStreams } from "./request-end.ts";
import { limitRequests } from "./request-limiter.ts";
import { createTicketSources } from "./ticket-source.ts";
import { yoga } from "./yoga.ts";

/** Where GraphQL is served. */
export const graphqlPath = "/graphql";

/** A Hono app that serves GraphQL at `/graphql`, GraphiQL to browsers there, `/healthz`, and the routes given. */
export function graphqlApp(options: GraphQLAppOptions): Hono {
  const settings = appSettingsOf(options);
  const { basePath, allowedOrigins, requestsPerMinute, peerAddress, limits } = settings;
  const path = `${basePath}${graphqlPath}`;
  const app = new Hono();
  app.get(`${basePath}/healthz`, (context) => context.json({ status: "ok" }));
  app.get(`${basePath}/`, (context) => context.redirect(path));
  if (settings.graphiql) app.get(path, graphiql());
  if (allowedOrigins.length > 0) app.use(path, cors(pagesThatMayCall(settings)));
  if (Number.isFinite(requestsPerMinute)) app.use(path, limitRequests(requestsPerMinute, peerAddress));
  app.all(path, limitBody(limits.maxBodyBytes), answer(settings, path));
  for (const more of settings.routes) app.route(basePath, more);
  return app;
}

// Pages send their credentials in headers of their own, never in a cookie.
function pagesThatMayCall({ allowedOrigins, corsMaxAgeSeconds }: GraphQLAppSettings): Parameters<typeof cors>[0] {
  const origin = allowedOrigins.includes("*") ? "*" : [...allowedOrigins];
  const exposeHeaders = ["retry-after", "x-request-id"];
  return { origin, allowMethods: ["GET", "POST"], exposeHeaders, maxAge: corsMaxAgeSeconds };
}

function answer(settings: GraphQLAppSettings, path: string): (context: Context) => Promise<Response> {
  const server = yoga(servedSchema(settings.services), path, settings);
  const answerJson = plainAnswers(server);
  const sessionOf = sessions(settings);
  return async (context) => {
    // Hono copies the answer to a HEAD, which it cannot with one of Yoga's.
    if (context.req.method === "HEAD") return context.body(null, 405, { allow: "GET, POST" });
    const refused = context.req.method === "GET" ? refuseParameters(context) : undefined;
    if (refused !== undefined) return refused;
    const currentRequest = context.get("currentRequest");
    const given = { netServer: sessionOf(context), delivery: new Delivery(), currentRequest };
    if (context.req.method !== "POST") return server.fetch(context.req.raw, given);
    const body = await readJsonBody(context);
    return body instanceof Response ? body : answerJson(context, body.json, given);
  };
}

const servedSchemas = new Map<ServicesVersion, GraphQLSchema>();

/** The schema of a version. All apps of a process have it together: it is large. */
function servedSchema(services: ServicesVersion): GraphQLSchema {
  const schema = servedSchemas.get(services) ?? withIncrementalDirectives(createGraphQLSchema({ services }));
  servedSchemas.set(services, schema);
  return schema;
}

/** The session of each request, from its headers and its peer. */
function sessions({ netServer, services, peerAddress, developmentUser, limits }: GraphQLAppSettings) {
  const ticketsOf = createTicketSources(netServer);
  return (context: Context): CallerSession => {
    const { headers } = context.req.raw;
    const loopback = isTrustedLocally(peerAddress(context), headers);
    // Requests wait for one sign-in together, so it does not end with one of them: no signal.
    const anonymous = callContext({
      services,
      loopback,
      applicationToken: headers.get("so-apptoken") || undefined,
      requestId: requestIdOf(context),
    });
    const tickets = ticketsOf({
      credentials: credentialsOf(headers.get("authorization")),
      context: anonymous,
      standIn: loopback ? developmentUser : null,
    });
    const timed = callContext(anonymous);
    timed.signal = endOf(context, limits.timeoutMs);
    return createCallerSession({
      netServer,
      tickets,
      anonymous: timed,
      endOfStreams: endsOfStreams(context, limits.streamTimeoutMs),
      maxCalls: limits.maxCalls,
    });
  };
}
