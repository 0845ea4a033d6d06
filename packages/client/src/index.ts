// The client.

export type { AgentClient, AgentClients, ListCall, OperationCall } from "./agent-client.ts";
export type { CallOptions } from "./call-options.ts";
export { type Client, createClient } from "./client.ts";
export type { CircuitOptions, ClientOptions, RetryOptions, Secret } from "./client-options.ts";

// The errors that calls reject with.

export { DecodeError } from "@superoffice-soap/codec";
export { NetServerError, SchemaError, TransportError, type TransportErrorCode } from "@superoffice-soap/schema";

// Other ways to carry requests; Node's own is in `@superoffice-soap/client/undici`.

export { type FetchTransportOptions, fetchTransport } from "./transport/fetch-transport.ts";
export type { Transport, TransportRequest, TransportResponse } from "./transport/transport.ts";

// Bounds what the answers of many calls, of one client or several, hold in memory.

export { ResponseBudget, type ResponseBudgetOptions, type ResponseLease } from "./resilience/response-budget.ts";

// For logs and traces.

export type { Interceptor, OutgoingRequest } from "./interceptors/interceptor.ts";
