import type { GraphQLError } from "graphql";
import { isAsyncIterable, type Plugin } from "graphql-yoga";
import type { GraphQLAppSettings } from "../app-options.ts";
import { isUnexpected, rootOf } from "../errors/public-error.ts";
import type { GraphQLContext } from "../graphql-context.ts";

/** A function that receives any error, and the context of the request that met it where that is known. */
export type ReportError = (error: unknown, context?: GraphQLContext) => void;

/** Returns a function that passes on the faults of this program, each once: an error is met again when it is masked. */
export function unexpectedOnly(onUnexpectedError: GraphQLAppSettings["onUnexpectedError"]): ReportError {
  const told = new WeakSet<Error>();
  return (error, context) => {
    if (error instanceof Error) {
      if (told.has(error)) return;
      told.add(error);
    }
    if (isUnexpected(error)) onUnexpectedError(rootOf(error), context?.currentRequest?.requestId);
  };
}

/** Reports the errors of an execution before Yoga masks them, since the masking does not know the request. */
export function useErrorReporting(tell: ReportError): Plugin<GraphQLContext> {
  return {
    onExecute({ args: { contextValue } }) {
      const tellAll = ({ errors }: { readonly errors?: readonly GraphQLError[] }) => {
        if (errors !== undefined) for (const error of errors) tell(error, contextValue);
      };
      return {
        onExecuteDone({ result }) {
          if (isAsyncIterable(result)) return { onNext: (part) => tellAll(part.result) };
          return tellAll(result);
        },
      };
    },
  };
}
