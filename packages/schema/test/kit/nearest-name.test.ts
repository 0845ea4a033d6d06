import { describe, expect, test } from "vitest";
import { nearestName, suggestionFor } from "../../src/index.ts";

describe("the name that another was probably intended to be", () => {
  const members = ["CreatedDate", "UpdatedDate", "UpdatedBy", "Key", "URL", "Value"];

  test.each([
    ["UpdatedDat", "UpdatedDate"],
    ["UpdatdeDate", "UpdatedDate"],
    ["updateddate", "UpdatedDate"],
    ["ns0:Key", "Key"],
    ["Keys", "Key"],
    ["Url", "URL"],
    ["Valu", "Value"],
    ["KeyValue", undefined],
    ["x", undefined],
    ["", undefined],
    ["UpdatedDate".repeat(100_000), undefined],
  ])("of a member: %.20j is %j", (name, nearest) => {
    expect(nearestName(name, members)).toBe(nearest);
  });

  const settings = ["port", "host", "users", "maxDepth", "requestsPerMinute", "requestsPerAddress"];

  test.each([
    ["prot", "port"],
    ["Port", "port"],
    ["user", "users"],
    ["max-depth", "maxDepth"],
    ["MAX_DEPHT", "maxDepth"],
    ["requestPerMinute", "requestsPerMinute"],
    ["requestsPerAdress", "requestsPerAddress"],
    ["x", undefined],
    ["url", undefined],
    ["constructor", undefined],
  ])("of a setting: %s is %s", (name, nearest) => {
    expect(nearestName(name, settings)).toBe(nearest);
  });

  test("is the one that is more like it", () => {
    expect(nearestName("UpdatedDate2", ["UpdatedDates22", "UpdatedDate"])).toBe("UpdatedDate");
  });

  test("is suggested by an error, or nothing is", () => {
    expect(suggestionFor("prot", settings)).toBe("; did you mean port?");
    expect(suggestionFor("constructor", settings)).toBe("");
  });
});
