import { type DocumentNode, type GraphQLError, visit } from "graphql";
import { isAsyncIterable, type Plugin, type YogaInitialContext } from "graphql-yoga";
import type { GraphQLContext } from "../graphql-context.ts";
import { takesParts, typesByWeight } from "../incremental/accept-header.ts";
import { directiveError, isIncremental } from "../incremental/directives.ts";

/** One part of an answer, after the first. */
interface Part {
  readonly path: readonly (string | number)[];
  /** Of a streamed list, one item at the path; null in its place when it failed and cannot be null. */
  readonly items?: readonly unknown[] | null;
  readonly errors?: readonly GraphQLError[];
}

/**
 * Answers in parts where that is asked for by a client that takes them, and as a whole where it does not. Tells the
 * delivery what has been sent, and masks the errors in the parts: Yoga masks those of the first part only.
 */
export function useIncrementalDelivery(
  maskError: (error: unknown, context: GraphQLContext) => Error,
): Plugin<GraphQLContext> {
  const masked = (part: Part, context: GraphQLContext) =>
    part.errors === undefined ? part : { ...part, errors: part.errors.map((error) => maskError(error, context)) };
  return {
    onRequest({ request, fetchAPI, setRequest }) {
      // Yoga does not read the weights.
      const types = typesByWeight(request.headers.get("accept") ?? "");
      if (types.length === 0) return;
      const { url, method, signal } = request;
      const headers = new fetchAPI.Headers(request.headers);
      headers.set("accept", types.join(", "));
      // Without the body, which is read by now.
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
              // Yoga's type of a result knows of no parts.
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

/** The document without what asks for parts. The same document gives the same one every time. */
function asWhole(document: DocumentNode): DocumentNode {
  const known = wholes.get(document);
  if (known !== undefined) return known;
  const whole = visit(document, {
    Directive: (node) => (isIncremental(node) ? null : undefined),
  });
  wholes.set(document, whole);
  return whole;
}
