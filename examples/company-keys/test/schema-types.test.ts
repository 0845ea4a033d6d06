import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { schemaTypes } from "../scripts/schema-types.ts";

test("the types are those of the printed schema; `npm run schema-types -w examples/company-keys` writes them anew", () => {
  expect(readFileSync(new URL("../src/schema-types.d.ts", import.meta.url), "utf8") === schemaTypes()).toBe(true);
});
