import type { Plugin } from "graphql-yoga";
import type { RequestContext } from "../request-context.ts";

/** Tells Yoga what came of a request already, for it to answer. */
export function useKnownOutcome(): Plugin {
  return {
    onParams({ context, setResult }) {
      const { outcome } = context as Partial<RequestContext>;
      if (outcome === undefined) return;
      if ("failure" in outcome) throw outcome.failure;
      if (outcome.result !== undefined) setResult(outcome.result);
    },
  };
}
