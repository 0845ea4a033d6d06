import { expect, test } from "vitest";
import {
  at,
  findServices,
  isAvailable,
  latestServices,
  namespaceOf,
  operationAt,
  type ServicesVersion,
  servicesOfNamespace,
  servicesVersions,
} from "../../src/index.ts";

test("a version and its namespace lead to each other", () => {
  for (const services of servicesVersions) expect(servicesOfNamespace(namespaceOf(services))).toBe(services);
  expect(namespaceOf("Services88")).toBe("http://www.superoffice.net/ws/crm/NetServer/Services88");
  expect(latestServices).toBe("Services88");
});

test.each([
  "http://www.superoffice.net/ws/crm/NetServer/Services99",
  "http://www.superoffice.net/ws/crm/NetServer/",
  "urn:Services88",
])("%s is no namespace of the contract", (namespace) => {
  expect(servicesOfNamespace(namespace)).toBeUndefined();
});

test("a version is found whatever the case of its name", () => {
  expect(findServices("SERVICES75")).toBe("Services75");
  expect(findServices("75")).toBeUndefined();
  expect(findServices("Services99")).toBeUndefined();
});

test.each([
  ["services86", "; did you mean Services86?"],
  ["Services99", ""],
  ["toString", ""],
])("there is no contract of %s", (name, hint) => {
  const services = name as ServicesVersion;
  const refusal = new RangeError(`services must be a version of the contract, not ${name}${hint}`);
  expect(() => at(services)).toThrow(refusal);
  expect(() => operationAt({ services, agent: "ForeignSystem", operation: "GetKey" })).toThrow(refusal);
});

test("ranges include both ends, and none at all is every version", () => {
  expect(isAvailable(undefined, "Services75")).toBe(true);
  expect(isAvailable([{ since: "Services83" }], "Services82")).toBe(false);
  expect(isAvailable([{ since: "Services83" }], "Services83")).toBe(true);
  expect(isAvailable([{ until: "Services81" }, { since: "Services88" }], "Services81")).toBe(true);
  expect(isAvailable([{ until: "Services81" }, { since: "Services88" }], "Services87")).toBe(false);
});
