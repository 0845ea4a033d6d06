import type { NetServerPort, ServicesVersion } from "@superoffice-soap/schema";
import { type GraphQLSchema, graphql } from "graphql";
import { createGraphQLSchema } from "../src/create-graphql-schema.ts";
import { createSession } from "../src/session/session.ts";

const schemas = new Map<ServicesVersion, GraphQLSchema>();

/** Executes a query without HTTP and with a ticket; resolves to the data and errors as a client would get them. */
export async function ask(
  netServer: NetServerPort,
  source: string,
  variableValues: Record<string, unknown> = {},
  services: ServicesVersion = "Services88",
) {
  const tickets = { ticket: async () => "7T:test", renew: async () => undefined };
  const contextValue = { session: createSession({ netServer, tickets, anonymous: { services } }) };
  const schema = schemas.get(services) ?? createGraphQLSchema({ services });
  schemas.set(services, schema);
  const { data, errors } = await graphql({ schema, source, variableValues, contextValue });
  // JSON removes GraphQL's null prototypes, as over HTTP.
  return JSON.parse(JSON.stringify({ data, ...(errors && { errors }) }));
}
