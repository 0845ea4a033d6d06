import { blankPasswordHint, defaultBodyIdleMs, httpVersionOf, whyNotLocal } from "@superoffice-soap/http";
import { callContext, explainRefusedSignIn, isTicketGood, probe, type ServicesVersion } from "@superoffice-soap/schema";
import type { GraphQLSchema } from "graphql";
import { type Context, Hono } from "hono";
import { appSettingsOf, type GraphQLAppOptions, type GraphQLAppSettings } from "./app-options.ts";
import { createGraphQLSchema } from "./create-graphql-schema.ts";
import { fastJsonResponse } from "./http/fast-json-response.ts";
import { graphiql } from "./http/graphiql.ts";
import { type JsonBodyLimits, readJsonBody, refuseParameters, refuseUnread } from "./http/graphql-request-body.ts";
import { Backpressure } from "./incremental/backpressure.ts";
import { withIncrementalDirectives } from "./incremental/directives.ts";
import { credentialsOf } from "./session/credentials.ts";
import { requestIdOf } from "./session/current-request.ts";
import { RequestDeadline } from "./session/request-deadline.ts";
import { createSession, type Session } from "./session/session.ts";
import { createTicketSources } from "./session/ticket-sources.ts";
import { yoga } from "./yoga.ts";

/** The path at which GraphQL is served. */
export const graphqlPath = "/graphql";

/** Makes a Hono app that serves GraphQL at `/graphql`, and GraphiQL to browsers there. */
export function graphqlApp(options: GraphQLAppOptions): Hono {
  const settings = appSettingsOf(options);
  const path = `${settings.basePath}${graphqlPath}`;
  const app = new Hono();
  if (settings.graphiql) app.get(path, graphiql());
  app.all(path, answer(settings, path));
  return app;
}

function answer(settings: GraphQLAppSettings, path: string): (context: Context) => Promise<Response> {
  // Yoga compares the path too, but Hono may have been given the tenant's name in another case.
  const server = yoga(servedSchema(settings.services), settings.basePath === "" ? path : "*", settings);
  const answerJson = fastJsonResponse(server);
  const sessionOf = sessions(settings);
  const { maxUnknownBytes, bodyBudget, peerAddress, limits } = settings;
  const bodies: JsonBodyLimits = {
    ...{ maxRequestBytes: limits.maxBodyBytes, maxUnknownBytes, bodyBudget, peerAddress },
    bodyIdleMs: defaultBodyIdleMs,
  };
  return async (context) => {
    if ((context.req.raw.headers.get("accept") ?? "").length > maxAcceptLength) {
      const message = `The header field Accept is longer than ${maxAcceptLength} characters.`;
      return refuseUnread(context, 431, "BAD_REQUEST", message);
    }
    // Hono copies the response to a HEAD request, which fails with one of Yoga's.
    if (context.req.method === "HEAD") return context.body(null, 405, { allow: "GET, POST" });
    const refused = context.req.method === "GET" ? refuseParameters(context) : undefined;
    if (refused !== undefined) return refused;
    const currentRequest = context.get("currentRequest");
    const requestDeadline = new RequestDeadline(context, settings.limits);
    const given = {
      session: sessionOf(context, requestDeadline),
      delivery: new Backpressure(),
      requestDeadline,
      currentRequest,
    };
    if (context.req.method !== "POST") return server.fetch(context.req.raw, given);
    const { session } = given;
    const isKnown = () => isTicketGood(() => session.call(probe.agent, probe.operation, {}));
    const body = await readJsonBody(context, bodies, isKnown);
    if (body instanceof Response) return body;
    try {
      return await answerJson(context, body.json, given);
    } finally {
      body.release();
    }
  };
}

/**
 * The longest `Accept` header in characters; browsers send a tenth of that. Each media range is compared with every
 * known type.
 */
const maxAcceptLength = 2000;

const servedSchemas = new Map<ServicesVersion, GraphQLSchema>();

/** Returns the schema of a version. All apps of a process share it, because it is large. */
function servedSchema(services: ServicesVersion): GraphQLSchema {
  const schema = servedSchemas.get(services) ?? withIncrementalDirectives(createGraphQLSchema({ services }));
  servedSchemas.set(services, schema);
  return schema;
}

/** Returns a function that makes the session of each request from its headers and its peer. */
function sessions(settings: GraphQLAppSettings) {
  const { netServer, services, peerAddress, localOrigins, developmentUser, limits, onHint } = settings;
  const ticketsOf = createTicketSources(netServer);
  return (context: Context, end: RequestDeadline): Session => {
    const { headers } = context.req.raw;
    const clientAddress = peerAddress(context);
    const httpVersion = httpVersionOf(context);
    const notLocal = whyNotLocal({ peerAddress: clientAddress, headers, httpVersion, localOrigins });
    const loopback = notLocal === undefined;
    // Without a development user no caller signs in without a password, wherever the request comes from.
    const explain =
      loopback || onHint === null || developmentUser === null ? null : hintAbout(notLocal, headers, onHint);
    // Several requests wait for one sign-in, so it must not end with one of them: no signal.
    const anonymous = callContext({
      services,
      loopback,
      clientAddress,
      applicationToken: headers.get("so-apptoken") || undefined,
      requestId: requestIdOf(context),
    });
    const tickets = ticketsOf({
      credentials: credentialsOf(headers.get("authorization")),
      context: anonymous,
      standIn: loopback ? developmentUser : null,
      ...(developmentUser !== null && explain !== null && { explain: () => explain(developmentUser.userName) }),
    });
    const port = explain === null ? netServer : explainRefusedSignIn(netServer, explain);
    return createSession({ netServer: port, tickets, anonymous, end, maxCalls: limits.maxCalls });
  };
}

/**
 * Makes a function that reports, and returns, the reason why the development user does not stand in for a caller that
 * is not local.
 */
function hintAbout(notLocal: string, headers: Headers, tell: (sentence: string) => void) {
  const signIn = "authenticateUsernamePassword";
  return (userName: string): string => {
    const sentence = blankPasswordHint({ userName, notLocal, headers, signIn });
    tell(sentence);
    return sentence;
  };
}
