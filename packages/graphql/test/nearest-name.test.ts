import { expect, test } from "vitest";
import { nearestName } from "../src/configuration/nearest-name.ts";

const names = ["port", "host", "users", "maxDepth", "requestsPerMinute", "requestsPerAddress"];

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
])("%s was meant to be %s", (name, meant) => {
  expect(nearestName(name, names)).toBe(meant);
});
