import { type DocumentNode, type GraphQLError, visit } from "graphql";
import { isAsyncIterable, type Plugin, type YogaInitialContext } from "graphql-yoga";
import type { GraphQLContext } from "../graphql-context.ts";
import { takesParts, typesByWeight } from "../incremental/accept-header.ts";
import { directiveError, isIncremental } from "../incremental/directives.ts";

/** A part of an incremental response, after the first. */
interface Part {
  readonly path: readonly (string | number)[];
  /** The items of a streamed list: one, at the path; null when it failed and cannot be null. */
  readonly items?: readonly unknown[] | null;
  readonly errors?: readonly GraphQLError[];
}

/**
 * Responds incrementally where the client asks for that and accepts it, and with a single response where it does not
 * accept it. Notes in the context's delivery which items have been sent, and masks the errors in the parts, because
 * Yoga masks those of the first part only.
 */
export function useIncrementalDelivery(
  maskError: (error: unknown, context: GraphQLContext) => Error,
): Plugin<GraphQLContext> {
  const masked = (part: Part, context: GraphQLContext) =>
    part.errors === undefined ? part : { ...part, errors: part.errors.map((error) => maskError(error, context)) };
  return {
    onRequest({ request, fetchAPI, setRequest }) {
      // Yoga ignores the weights.
      const types = typesByWeight(request.headers.get("accept") ?? "");
      if (types.length === 0) return;
      const { url, method, signal } = request;
      const headers = new fetchAPI.Headers(request.headers);
      headers.set("accept", types.join(", "));
      // The copy has no body, which is read by now.
      setRequest(new fetchAPI.Request(url, { method, headers, signal }));
    },
    onExecute({ args, executeFn, setExecuteFn, setResultAndStopExecution }) {
      if (!takesParts(acceptOf(args.contextValue))) {
        setExecuteFn((given) => executeFn({ ...given, document: asWhole(given.document) }));
        return undefined;
      }
      const fault = directiveError(args);
      if (fault !== undefined) {
        setResultAndStopExecution({ errors: [fault] });
        return undefined;
      }
      return {
        onExecuteDone({ result: answer }) {
          if (!isAsyncIterable(answer)) return undefined;
          const { delivery, requestDeadline } = args.contextValue;
          requestDeadline.beginParts();
          return {
            onNext({ result, setResult }) {
              const { incremental } = result as { incremental?: readonly Part[] };
              if (incremental === undefined) return;
              for (const { items, path } of incremental) if (items !== undefined) delivery.taken(path);
              // Yoga's type of a result has no parts.
              setResult({
                ...result,
                incremental: incremental.map((part) => masked(part, args.contextValue)),
              } as typeof result);
            },
          };
        },
      };
    },
  };
}

function acceptOf({ request }: YogaInitialContext): string {
  return request.headers.get("accept") || "*/*";
}

const wholes = new WeakMap<DocumentNode, DocumentNode>();

/** Returns the document without its `@stream` and `@defer`. The same document gives the same result every time. */
function asWhole(document: DocumentNode): DocumentNode {
  const known = wholes.get(document);
  if (known !== undefined) return known;
  const whole = visit(document, {
    Directive: (node) => (isIncremental(node) ? null : undefined),
  });
  wholes.set(document, whole);
  return whole;
}
