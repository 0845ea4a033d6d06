import { writeFileSync } from "node:fs";
import { createGraphQLSchema } from "../src/create-graphql-schema.ts";
import { printSchemaFile } from "../src/print-schema-file.ts";

writeFileSync(new URL("../schema.graphql", import.meta.url), printSchemaFile(createGraphQLSchema()));
