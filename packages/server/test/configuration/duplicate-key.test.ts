import { expect, test } from "vitest";
import { duplicateKeyIn } from "../../src/configuration/duplicate-key.ts";

test.each<[string, string, number, number]>([
  ['{"a": 1, "a": 2}', "a", 1, 10],
  ['{"a": 1,\n "\\u0061": 2}', "a", 2, 2],
  ['{"a": {"b": [], "b": 1}, "a": 2}', "b", 1, 17],
  ['[{}, {"a": [{"a": 1}], "a": 2}]', "a", 1, 24],
  ['{"\\"": 1, "x": "\\\\", "\\"": 2}', '"', 1, 22],
  ['{"__proto__": 1, "__proto__": 2}', "__proto__", 1, 18],
  ['{"": 1, "": 2}', "", 1, 9],
])("%j has %j for the second time at line %i, column %i", (json, name, line, column) => {
  expect(duplicateKeyIn(json)).toEqual({ name, line, column });
});

test.each([
  "1",
  '"a"',
  '["a", "a", ["a"]]',
  '{"a": "a", "b": "a"}',
  '{"a": {"a": 1}, "b": {"a": 1}}',
  '{"a": ["b", "b"], "b": [{"a": 1}, {"a": 1}]}',
  '{"a": "{\\"b\\": 1, \\"b\\": 2}", "b": ",\\"a\\": "}',
])("%j has no name twice", (json) => {
  expect(duplicateKeyIn(json)).toBeUndefined();
});
