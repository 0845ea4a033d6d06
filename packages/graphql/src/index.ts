// For whoever serves GraphQL: the app, and what it is made of.
export { graphqlApp, graphqlPath } from "./app.ts";
export type { GraphQLAppOptions } from "./app-options.ts";
export type { Tenant } from "./backend.ts";
export { UsageError } from "./configuration/usage-error.ts";
export { createGraphQLSchema, type GraphQLSchemaOptions } from "./create-graphql-schema.ts";
export type { ErrorCode } from "./errors.ts";
export type { Limits } from "./limits.ts";
export { printSchemaFile } from "./print-schema-file.ts";
export { type RunningServer, type ServerOptions, startServer } from "./server.ts";
export type { DevelopmentUser } from "./ticket-source.ts";
