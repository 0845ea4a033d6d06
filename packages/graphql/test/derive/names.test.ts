import { expect, test } from "vitest";
import { enumValueName, fieldName, mutationName, queryName } from "../../src/names.ts";

test.each([
  ["RecordId", "recordId"],
  ["URL", "url"],
  ["MissingInERP", "missingInErp"],
  ["MissingInCRM", "missingInCrm"],
  ["EMailAddress", "emailAddress"],
  ["EjUserId", "ejUserId"],
  ["CRMListItem", "crmListItem"],
  ["Key2", "key2"],
  ["G", "g"],
  ["recordId", "recordId"],
])("the member %s is the field %s", (wire, expected) => {
  expect(fieldName(wire)).toBe(expected);
});

test.each([
  ["NoError", "NO_ERROR"],
  ["UIHintReadOnly", "UI_HINT_READ_ONLY"],
  ["UndefinedValue256", "UNDEFINED_VALUE256"],
  ["R", "R"],
])("the name %s is the enum value %s", (wire, expected) => {
  expect(enumValueName(wire)).toBe(expected);
});

test("a query is named by what it gives, a mutation by what it does", () => {
  expect(queryName("GetKeyOnDeviceIdentifier")).toBe("keyOnDeviceIdentifier");
  expect(queryName("CreateDefaultForeignAppEntity")).toBe("defaultForeignAppEntity");
  expect(queryName("TestConnectionById")).toBe("testConnectionById");
  expect(queryName("Getter")).toBe("getter");
  expect(mutationName("SaveForeignKey")).toBe("saveForeignKey");
});
