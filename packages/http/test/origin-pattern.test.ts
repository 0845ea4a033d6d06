import { expect, test } from "vitest";
import { originCheck } from "../src/origin-pattern.ts";

test.each([
  ["https://*.app.example", "https://a.app.example", true],
  ["https://*.app.example", "https://a.b.app.example", true],
  ["https://*.app.example", "https://app.example", false],
  ["https://*.app.example", "https://.app.example", false],
  ["https://*.app.example", "https://evilapp.example", false],
  ["https://*.app.example", "http://a.app.example", false],
  ["https://*.app.example", "https://a.app.example:8443", false],
  ["https://*.app.example", "https://a.app.example.evil.example", false],
  ["https://*.app.example", "null", false],
  ["https://*.app.example", "", false],
  ["http://*.localhost:3000", "http://shop.localhost:3000", true],
  ["http://*.localhost:3000", "http://shop.localhost:3001", false],
  ["https://app.example", "https://app.example", true],
  ["https://app.example", "https://a.app.example", false],
  ["*", "https://any.example", true],
])("%s allows %s: %s", (pattern, origin, expected) => {
  expect(originCheck(["https://other.example", pattern])(origin)).toBe(expected);
});

test("what is no pattern is refused, as it would allow no page", () => {
  expect(() => originCheck(["https://*.com"])).toThrow(new RangeError('allowedOrigins must not hold "https://*.com"'));
});
