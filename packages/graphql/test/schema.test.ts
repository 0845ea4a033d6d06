import { readFileSync } from "node:fs";
import { agents, at, servicesVersions } from "@superoffice-soap/schema";
import {
  assertValidSchema,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
} from "graphql";
import { describe, expect, test } from "vitest";
import { createGraphQLSchema } from "../src/create-graphql-schema.ts";
import { printSchemaFile } from "../src/print-schema-file.ts";

test("schema.graphql is what the contract gives; `npm run sdl -w packages/graphql` writes it anew", () => {
  const file = readFileSync(new URL("../schema.graphql", import.meta.url), "utf8");
  expect(printSchemaFile(createGraphQLSchema())).toBe(file);
});

describe.each(servicesVersions)("%s", (services) => {
  const schema = createGraphQLSchema({ services });
  const operations = Object.values(at(services).agents).flatMap((agent) => Object.values(agent.operations));

  test("makes a valid schema with a field for each operation", () => {
    assertValidSchema(schema);
    const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
      Object.values(type!.getFields()),
    );
    const derived = fields.filter(({ extensions }) => "operation" in extensions);
    expect(derived.map(({ extensions }) => extensions.operation).sort()).toEqual(
      operations.map(({ name }) => name).sort(),
    );
  });

  test("lets each field of Query and Mutation fail alone", () => {
    const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
      Object.values(type!.getFields()),
    );
    expect(fields.filter(({ type }) => isNonNullType(type)).map(({ name }) => name)).toEqual([]);
  });

  test("calls nothing id but what is unique among all nodes", () => {
    const objects = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) || isInterfaceType(type));
    const withId = objects.filter((type) => "id" in type.getFields());
    expect(withId.length).toBeGreaterThan(1);
    for (const type of withId) {
      expect([type.name, String(type.getFields().id?.type)]).toEqual([type.name, "ID!"]);
      expect([type, ...type.getInterfaces()].map(({ name }) => name)).toContain("Node");
    }
    const inputs = Object.values(schema.getTypeMap()).filter(isInputObjectType);
    const plainIds = inputs.flatMap((type) => type.getFields().id ?? []);
    expect(plainIds.filter(({ deprecationReason }) => !deprecationReason)).toEqual([]);
  });

  test("describes every type, field, argument and enum value", () => {
    const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith("__"));
    expect(types.flatMap(withoutDescription)).toEqual([]);
  });
});

test("members that a version lacks are not in its schema", () => {
  const userName = (services: "Services85" | "Services86") => {
    const associate = createGraphQLSchema({ services }).getType("Associate");
    return isObjectType(associate) && "userName" in associate.getFields();
  };
  expect(userName("Services85")).toBe(false);
  expect(userName("Services86")).toBe(true);
});

test("names are unique across the agents", () => {
  const names = Object.values(agents).flatMap((agent) => Object.keys(agent.operations));
  expect(new Set(names).size).toBe(names.length);
  // Two operations with the same GraphQL name would make this throw an error that names them.
  expect(() => createGraphQLSchema()).not.toThrow();
});

function withoutDescription(type: GraphQLNamedType): string[] {
  const lacking = type.description ? [] : [type.name];
  if (isEnumType(type)) return [...lacking, ...undescribed(type.name, type.getValues())];
  if (isInputObjectType(type)) return [...lacking, ...undescribed(type.name, Object.values(type.getFields()))];
  if (!isObjectType(type)) return lacking;
  const fields = Object.values(type.getFields());
  return [
    ...lacking,
    ...undescribed(type.name, fields),
    ...fields.flatMap(({ name, args }) => undescribed(name, args)),
  ];
}

function undescribed(
  owner: string,
  parts: readonly { name: string; description?: string | null | undefined }[],
): string[] {
  return parts.filter(({ description }) => !description).map(({ name }) => `${owner}.${name}`);
}
