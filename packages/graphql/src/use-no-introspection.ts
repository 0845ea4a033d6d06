import { GraphQLError, Kind, NoSchemaIntrospectionCustomRule, validate } from "graphql";
import { isAsyncIterable, type Plugin } from "graphql-yoga";

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
          if (isAsyncIterable(result) || !result.errors?.some(isOfVariable)) return;
          setResult({ ...result, errors: result.errors.map(withoutSuggestion) });
        },
      };
    },
  };
}

// The execution checks variables, and has no option to leave suggestions out of what it says of them.
function withoutSuggestion(error: GraphQLError): GraphQLError {
  if (!isOfVariable(error)) return error;
  const { nodes, extensions } = error;
  return new GraphQLError(error.message.replace(suggestion, ""), { nodes: nodes ?? null, extensions });
}

const suggestion = / Did you mean (?:the enum value )?"\w+"(?:(?:,| or|, or) "\w+")*\?$/;

function isOfVariable({ path, nodes }: GraphQLError): boolean {
  return path === undefined && nodes?.[0]?.kind === Kind.VARIABLE_DEFINITION;
}
