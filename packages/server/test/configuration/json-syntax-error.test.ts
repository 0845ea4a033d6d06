import { expect, test } from "vitest";
import { jsonSyntaxErrorOf } from "../../src/configuration/json-syntax-error.ts";

const name = "a name in double quotes";

test.each<[string, number, number, string]>([
  ["", 1, 1, "a value"],
  [" \n ", 2, 2, "a value"],
  ["{", 1, 2, `${name} or }`],
  ["{a: 1}", 1, 2, `${name} or }`],
  ["{'a': 1}", 1, 2, `${name} or }`],
  ['{"a" 1}', 1, 6, "a colon"],
  ['{"a": }', 1, 7, "a value"],
  ['{"a": 1\n "b": 2}', 2, 2, "a comma or }"],
  ['{"a": 1,\r\n}', 2, 1, name],
  ["[1 2]", 1, 4, "a comma or ]"],
  ["[1,]", 1, 4, "a value"],
  ["[", 1, 2, "a value or ]"],
  ["[}", 1, 2, "a value or ]"],
  ['["a\tb"]', 1, 2, "a value or ]"],
  ['["a', 1, 2, "a value or ]"],
  ["[01]", 1, 3, "a comma or ]"],
  ["[NaN]", 1, 2, "a value or ]"],
  ["// comment\n{}", 1, 1, "a value"],
  ["{} {}", 1, 4, "the end of the file"],
])("%j stops being JSON at line %i, column %i, where there should be %s", (text, line, column, expected) => {
  expect(jsonSyntaxErrorOf(text)).toEqual({ line, column, expected });
});

const document = JSON.stringify(
  { a: [1, -2.5e-3, 'x\u0000"\\é', true, false, null, {}, []], "": { b: [[], [0]] } },
  null,
  1,
);

test("what JSON.parse takes has no fault, and what it refuses has one", () => {
  const characters = ["", '"', "{", "}", "[", "]", ",", ":", "0", "-", ".", "e", "\\", "\n", "t", "\u0001"];
  for (let at = 0; at < document.length; at++) {
    for (const character of characters) {
      const text = document.slice(0, at) + character + document.slice(at + 1);
      expect({ text, isJson: jsonSyntaxErrorOf(text) === undefined }).toEqual({ text, isJson: isJson(text) });
    }
  }
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
