import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parse } from "graphql";
import { expect, test } from "vitest";
import { graphqlApp } from "../../src/graphql-app.ts";
import { createDocumentCache } from "../../src/plugins/document-cache.ts";
import { recordingNetServer } from "../recording-netserver.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

test.each([
  ["are not valid", (index: number) => `{ nonsense${index} }`],
  ["cannot be parsed", (index: number) => `{ nonsense${index}(`],
])("Documents that %s leave nothing behind, however many there are", async (_what, documentOf) => {
  const app = graphqlApp({ netServer: recordingNetServer({}) });
  const heapAfter = async (from: number, to: number) => {
    for (let index = from; index < to; index++) {
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify({ query: documentOf(index) });
      const response = await app.request("/graphql", { method: "POST", headers, body });
      expect(await response.text()).toContain('"errors"');
    }
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const before = await heapAfter(0, 50);
  const after = await heapAfter(50, 350);
  expect((after - before) / 300).toBeLessThan(8000);
});

test("Documents are kept until they take too much together, the ones last used longest", () => {
  const { documents } = createDocumentCache();
  const texts = Array.from({ length: 2000 }, (_, index) => `{ ${"field ".repeat(200)} number${index} }`);
  for (const text of texts) {
    documents.set(text, parse(text));
    documents.get(texts[0] ?? "");
  }
  expect(documents.size).toBeGreaterThan(100);
  expect(documents.size).toBeLessThan(400);
  expect(documents.has(texts[0] ?? "")).toBe(true);
  expect(documents.has(texts[1] ?? "")).toBe(false);
  expect(documents.has(texts.at(-1) ?? "")).toBe(true);
});
