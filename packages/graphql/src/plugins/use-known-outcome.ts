import type { Plugin } from "graphql-yoga";
import type { RequestContext } from "../request-context.ts";

/** Hands Yoga the outcome of a request that has been executed already, so that Yoga only makes the response. */
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
