import { GraphQLError, type ValidationRule } from "graphql";
import type { Plugin } from "graphql-yoga";

/** Refuses operations for which the schema has no type, such as subscriptions, because nothing else checks them. */
export function useKnownOperations(): Plugin {
  return { onValidate: ({ addValidationRule }) => addValidationRule(knownOperations) };
}

const knownOperations: ValidationRule = (context) => ({
  OperationDefinition(node) {
    if (context.getSchema().getRootType(node.operation)) return;
    context.reportError(new GraphQLError(`There are no ${node.operation}s here.`, { nodes: node }));
  },
});
