// For servers of GraphQL: the app and its parts.

export { appDefaults, type GraphQLAppOptions } from "./app-options.ts";
export { createGraphQLSchema, type GraphQLSchemaOptions } from "./create-graphql-schema.ts";
export { codedError, type ErrorCode } from "./errors/public-error.ts";
export { graphqlApp, graphqlPath } from "./graphql-app.ts";
export { exampleTabs } from "./http/example-tabs.ts";
export { refuseUnread } from "./http/graphql-request-body.ts";
export type { Limits } from "./limits/limits.ts";
export { defaultLimits, limitsOf } from "./limits/limits.ts";
export { tracer } from "./plugins/tracer.ts";
export { printSchemaFile } from "./print-schema-file.ts";
export { type Credentials, credentialsOf } from "./session/credentials.ts";
export { type CurrentRequest, peerOf, requestIdOf } from "./session/current-request.ts";
export { tellOnce } from "./session/tell-once.ts";
export type { DevelopmentUser } from "./session/ticket-sources.ts";
