import { type GraphQLError, Kind, type VariableDefinitionNode } from "graphql";

/** The variable whose value the execution refuses with an error; `undefined` when the error is about something else. */
export function variableOf({ path, nodes }: GraphQLError): VariableDefinitionNode | undefined {
  const node = path === undefined ? nodes?.[0] : undefined;
  return node?.kind === Kind.VARIABLE_DEFINITION ? node : undefined;
}
