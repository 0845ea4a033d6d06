import { writeFileSync } from "node:fs";
import { schemaTypes } from "./schema-types.ts";

writeFileSync(new URL("../src/schema-types.d.ts", import.meta.url), schemaTypes());
