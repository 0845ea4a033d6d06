import type { DocumentNode, GraphQLError, ParseOptions } from "graphql";
import type { Plugin } from "graphql-yoga";
import { type DocumentMeasure, measureOf } from "./document-measure.ts";
import { codedError } from "./errors.ts";
import type { Limits } from "./limits.ts";
import { maxNesting, nestingOf } from "./nesting.ts";

/** Refuses documents that ask for too much, each as early as it shows: while parsing, before validation, before execution. */
export function useDocumentLimits(limits: Limits): Plugin {
  return {
    onParse({ parseFn, setParseFn }) {
      const { maxTokens } = limits;
      setParseFn((source, options?: ParseOptions) => {
        const nesting = nestingOf(String(source), "graphql");
        if (nesting > maxNesting) throw tooMuch(`is nested ${nesting} deep`, maxNesting);
        return parseFn(source, { ...options, maxTokens });
      });
    },
    onValidate({ params, setResult }) {
      // Validation's own rules can cost more than all that is measured here.
      const fault = faultOf(measureOf(params.documentAST as DocumentNode), limits);
      if (fault !== undefined) setResult([fault]);
    },
    onExecute({ args: { document, variableValues }, setResultAndStopExecution }) {
      // Only now are the variables known that say how long a page is.
      const fault = faultOf(measureOf(document, variableValues ?? {}), limits);
      if (fault !== undefined) setResultAndStopExecution({ errors: [fault] });
    },
  };
}

function faultOf(measure: DocumentMeasure, limits: Limits): GraphQLError | undefined {
  const { depth, aliases, directives, cost, signIns } = measure;
  if (depth > limits.maxDepth) return tooMuch(`is nested ${depth} deep`, limits.maxDepth);
  if (aliases > limits.maxAliases) return tooMuch(`has ${aliases} aliases`, limits.maxAliases);
  if (directives > limits.maxDirectives) return tooMuch(`has ${directives} directives`, limits.maxDirectives);
  if (signIns > limits.maxSignIns) return tooMuch(`signs in ${signIns} times`, limits.maxSignIns);
  if (cost > limits.maxCost) return tooMuch(`may resolve ${cost} fields`, limits.maxCost);
  return undefined;
}

function tooMuch(found: string, limit: number): GraphQLError {
  return codedError("QUERY_TOO_LARGE", `The query ${found}; ${limit} is the limit.`, {
    http: { spec: true, status: 400 },
  });
}
