import { expect, test } from "vitest";
import { at } from "../src/index.ts";

test("a user name is a member of an associate from Services86 on", () => {
  const members = (services: "Services85" | "Services86") =>
    JSON.stringify(at(services).agents.Relation.operations.SaveContactRelation);
  expect(members("Services85")).not.toContain("UserName");
  expect(members("Services86")).toContain("UserName");
});
