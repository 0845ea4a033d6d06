import { readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("the README's example runs and finds what it saved", async () => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const example = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? "";
  const file = fileURLToPath(new URL("readme-example.ts", import.meta.url));
  await writeFile(file, example.replace("@superoffice-soap/netserver", "../src/index.ts"));
  try {
    const { found } = await import(file);
    expect(found).toMatchObject({ Key: "customer", Value: "4711", TableName: "contact", RecordId: 2 });
  } finally {
    await rm(file);
  }
});
