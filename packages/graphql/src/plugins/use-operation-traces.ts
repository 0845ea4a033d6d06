import { context, SpanStatusCode, trace } from "@opentelemetry/api";
import { type GraphQLError, getOperationAST } from "graphql";
import type { Plugin } from "graphql-yoga";
import type { GraphQLContext } from "../graphql-context.ts";
import { tracer } from "./tracer.ts";

/** Notes the name of the operation for the log, and executes the operation inside a span. */
export function useOperationTraces(): Plugin<GraphQLContext> {
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const operation = getOperationAST(args.document, args.operationName);
      const name = operation?.name?.value.slice(0, 100);
      const { currentRequest: request } = args.contextValue;
      if (request !== undefined && name !== undefined) request.operationName = name;
      const type = operation?.operation ?? "unknown";
      const span = tracer.startSpan(`graphql ${type}`, {
        attributes: { "graphql.operation.type": type, ...(name && { "graphql.operation.name": name }) },
      });
      if (!span.isRecording()) return undefined;
      const inside = trace.setSpan(context.active(), span);
      setExecuteFn((given) => context.with(inside, () => executeFn(given)));
      return {
        onExecuteDone({ result }) {
          const { errors } = result as { errors?: readonly GraphQLError[] };
          if (errors !== undefined && errors.length > 0) span.setStatus({ code: SpanStatusCode.ERROR });
          // The span of an incremental response ends when the first part is there.
          span.end();
        },
      };
    },
  };
}
