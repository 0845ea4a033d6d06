import { expect, test } from "vitest";
import { nearestName } from "../src/nearest-name.ts";

const names = ["CreatedDate", "UpdatedDate", "UpdatedBy", "Key"];

test.each([
  ["UpdatedDat", "UpdatedDate"],
  ["UpdatdeDate", "UpdatedDate"],
  ["updateddate", "UpdatedDate"],
  ["ns0:Key", "Key"],
  ["Keys", "Key"],
  ["KeyValue", undefined],
  ["x", undefined],
  ["", undefined],
])("%j is probably %j", (name, meant) => {
  expect(nearestName(name, names)).toBe(meant);
});

test("of two that are like it, the one that is more so", () => {
  expect(nearestName("UpdatedDate2", ["UpdatedDates22", "UpdatedDate"])).toBe("UpdatedDate");
});
