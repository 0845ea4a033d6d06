import { type AgentName, type Operation, resultItemOf, resultSchemaOf } from "@superoffice-soap/schema";
import {
  GraphQLBoolean,
  type GraphQLFieldConfig,
  type GraphQLOutputType,
  getNullableType,
  responsePathAsArray,
} from "graphql";
import { argumentError, type FieldParameters } from "../errors/argument-error.ts";
import { namesInMessages, pathOfNetServerError } from "../errors/argument-path.ts";
import type { GraphQLContext } from "../graphql-context.ts";
import { initialCountOf } from "../incremental/directives.ts";
import { fieldName, operationFieldName } from "../names.ts";
import { argumentType } from "./input-types.ts";
import { argumentsToContract } from "./input-value.ts";
import { objectTypeOf, outputType, outputValue } from "./output-types.ts";
import type { TypeCatalogue } from "./type-catalogue.ts";

/** A field of Query or Mutation under its name. */
export type NamedField = readonly [name: string, field: GraphQLFieldConfig<unknown, GraphQLContext>];

/**
 * Makes the field that calls an operation: the parameters become its arguments, the result its value. It is nullable,
 * whatever the result's type, so that the other fields of the request keep their values when it fails.
 */
export function operationField(agent: AgentName, operation: Operation, catalogue: TypeCatalogue): NamedField {
  const { name, input } = operation;
  const toInput = argumentsToContract(input.xml, catalogue);
  const parameters: FieldParameters = {
    pathOf: (refusal) => pathOfNetServerError(refusal, input.xml),
    nameOf: fieldName,
    namesIn: (refusal) => namesInMessages(refusal, input.xml),
  };
  const { type, toOutput } = resultOfField(operation, catalogue);
  // A dictionary is a list in GraphQL only: NetServer cannot stream it.
  const isList = resultItemOf(operation) !== undefined;
  const args = Object.entries(input.xml.members).map(([parameter, schema]) => [
    fieldName(parameter),
    { type: argumentType(schema, catalogue), description: catalogue.describe(schema.description) },
  ]);
  const field: GraphQLFieldConfig<unknown, GraphQLContext> = {
    type,
    args: Object.fromEntries(args),
    description: catalogue.describe(operation.description),
    extensions: { agent, operation: name },
    resolve: async (_source, given, { session, delivery }, info) => {
      const value = toInput(given);
      const initialCount = isList ? initialCountOf(info) : undefined;
      try {
        if (initialCount === undefined) return toOutput(await session.run(agent, operation, value));
        const items = await session.stream(agent, operation, value);
        return delivery.paced(items, initialCount, responsePathAsArray(info.path));
      } catch (error) {
        throw argumentError(error, parameters);
      }
    },
  };
  return [operationFieldName(operation), field];
}

interface FieldResult {
  readonly type: GraphQLOutputType;
  readonly toOutput: (result: unknown) => unknown;
}

function resultOfField(operation: Operation, catalogue: TypeCatalogue): FieldResult {
  const schema = resultSchemaOf(operation);
  if (schema !== undefined) {
    return { type: getNullableType(outputType(schema, catalogue)), toOutput: outputValue(schema) };
  }
  const { output } = operation;
  if (Object.keys(output.xml.members).length === 0) {
    return { type: GraphQLBoolean, toOutput: () => true };
  }
  // Several operations may have the same output element, so its description cannot be about one of them.
  const answer = { ...output.xml, description: "All that an operation answers." };
  return { type: objectTypeOf(answer, catalogue), toOutput: (value) => value };
}
