import { expect, test } from "vitest";
import { runReadmeExample } from "../../../test-support/readme-example.ts";

test("the README's example runs and prints what it says", async () => {
  const { printed, promised } = await runReadmeExample("@superoffice-soap/endpoint", new URL("../", import.meta.url));
  expect(promised).toHaveLength(1);
  expect(printed).toEqual(promised);
});
