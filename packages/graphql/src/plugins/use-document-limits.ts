import { type DocumentNode, GraphQLError, type ParseOptions } from "graphql";
import type { Plugin } from "graphql-yoga";
import { codedError } from "../errors/public-error.ts";
import { shortMessage } from "../errors/short-text.ts";
import type { Limits } from "../limits/limits.ts";
import { maxNesting, nestingDepth } from "../limits/nesting-depth.ts";
import { costOf, type QueryCost } from "../limits/query-cost.ts";

/**
 * Refuses documents that exceed the limits, each as early as it shows: while parsing, before validation, before
 * execution.
 */
export function useDocumentLimits(limits: Limits): Plugin {
  return {
    onParse({ parseFn, setParseFn }) {
      const { maxTokens } = limits;
      setParseFn((source, options?: ParseOptions) => {
        const text = String(source);
        const nesting = nestingDepth(text, "graphql");
        if (nesting > maxNesting) throw tooMuch(`is nested ${nesting} deep`, maxNesting);
        const lines = linesOf(text);
        const maxLines = maxTokens * linesPerToken;
        if (lines > maxLines) throw tooMuch(`has ${lines} lines`, maxLines);
        try {
          return parseFn(source, { ...options, maxTokens });
        } catch (error) {
          throw syntaxErrorOf(error, maxTokens);
        }
      });
    },
    onValidate({ params, setResult }) {
      // Validation's own rules can cost more than everything that is measured here.
      const excess = excessOf(costOf(params.documentAST as DocumentNode), limits);
      if (excess !== undefined) setResult([excess]);
    },
    onExecute({ args: { document, variableValues }, setResultAndStopExecution }) {
      // The variables that set the length of a page are known only now.
      const excess = excessOf(costOf(document, variableValues ?? {}), limits);
      if (excess !== undefined) setResultAndStopExecution({ errors: [excess] });
    },
  };
}

/**
 * The most lines for each token that is allowed. Empty lines and comments are no tokens, but GraphQL finds the position
 * of each error by counting lines.
 */
const linesPerToken = 2;

function linesOf(text: string): number {
  let lines = 1;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines++;
  for (let at = text.indexOf("\r"); at !== -1; at = text.indexOf("\r", at + 1)) lines++;
  return lines;
}

/**
 * Returns the parser's error without most of a long text in it; the error of the parser's own limit becomes one like
 * those of the other limits.
 */
function syntaxErrorOf(error: unknown, maxTokens: number): unknown {
  if (!(error instanceof GraphQLError)) return error;
  const { message, source = null, positions = null, extensions } = error;
  if (tokenLimit.test(message)) return tooLarge(`The query has more than ${maxTokens} tokens.`);
  const said = shortMessage(message);
  return said === message ? error : new GraphQLError(said, { source, positions, extensions });
}

const tokenLimit = /^Syntax Error: Document contains more that \d+ tokens\b/;

function excessOf(queryCost: QueryCost, limits: Limits): GraphQLError | undefined {
  const { depth, aliases, directives, cost, signIns } = queryCost;
  if (depth > limits.maxDepth) return tooMuch(`is nested ${depth} deep`, limits.maxDepth);
  if (aliases > limits.maxAliases) return tooMuch(`has ${aliases} aliases`, limits.maxAliases);
  if (directives > limits.maxDirectives) return tooMuch(`has ${directives} directives`, limits.maxDirectives);
  if (signIns > limits.maxSignIns) return tooMuch(`signs in ${signIns} times`, limits.maxSignIns);
  if (cost > limits.maxCost) return tooMuch(`may resolve ${cost} fields`, limits.maxCost);
  return undefined;
}

function tooMuch(found: string, limit: number): GraphQLError {
  return tooLarge(`The query ${found}; ${limit} is the limit.`);
}

function tooLarge(message: string): GraphQLError {
  return codedError("QUERY_TOO_LARGE", message, { http: { spec: true, status: 400 } });
}
