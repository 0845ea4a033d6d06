import { GraphQLError, NoSchemaIntrospectionCustomRule, validate } from "graphql";
import { isAsyncIterable, type Plugin } from "graphql-yoga";
import { variableOf } from "./variable-of.ts";

/** Keeps the schema to itself: no introspection, and no error that suggests a name like the one that was wrong. */
export function useNoIntrospection(): Plugin {
  return {
    onValidate({ addValidationRule, setValidationFn }) {
      addValidationRule(NoSchemaIntrospectionCustomRule);
      setValidationFn((schema, document, rules) => validate(schema, document, rules, { hideSuggestions: true }));
    },
    onExecute() {
      return {
        onExecuteDone({ result, setResult }) {
          if (isAsyncIterable(result) || !result.errors?.some(variableOf)) return;
          setResult({ ...result, errors: result.errors.map(withoutSuggestion) });
        },
      };
    },
  };
}

// The execution checks variables, and has no option to leave suggestions out of what it says of them.
function withoutSuggestion(error: GraphQLError): GraphQLError {
  if (variableOf(error) === undefined) return error;
  const { nodes, extensions } = error;
  return new GraphQLError(error.message.replace(suggestion, ""), { nodes: nodes ?? null, extensions });
}

const suggestion = / Did you mean (?:the enum value )?"\w+"(?:(?:,| or|, or) "\w+")*\?$/;
