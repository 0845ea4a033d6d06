import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { minifyIntrospection, outputIntrospectionFile } from "@gql.tada/internal";
import { buildSchema, introspectionFromSchema } from "graphql";

// gql.tada's own program for this asks TypeScript's old programming interface, which TypeScript 7 does not have.
/** Returns the server's printed schema as the types that gql.tada reads. */
export function schemaTypes(): string {
  const printed = readFileSync(fileURLToPath(import.meta.resolve("@superoffice-soap/graphql/schema.graphql")), "utf8");
  const introspection = minifyIntrospection(introspectionFromSchema(buildSchema(printed)));
  return outputIntrospectionFile(introspection, { fileType: ".d.ts", shouldPreprocess: true });
}
