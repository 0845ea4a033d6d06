import { trace } from "@opentelemetry/api";

/**
 * The tracer that makes the spans. They are dropped unless the program is started with OpenTelemetry's SDK, as with
 * `NODE_OPTIONS="--require @opentelemetry/auto-instrumentations-node/register"`.
 */
export const tracer = trace.getTracer("@superoffice-soap/graphql");
