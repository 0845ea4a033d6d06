import { trace } from "@opentelemetry/api";

/**
 * Where spans come from. They go nowhere unless whoever starts the program brings OpenTelemetry's SDK, as with
 * `NODE_OPTIONS="--require @opentelemetry/auto-instrumentations-node/register"`.
 */
export const tracer = trace.getTracer("@superoffice-soap/graphql");
