import { expect, test } from "vitest";
import { chunksOf } from "../../src/index.ts";

const bytes = Uint8Array.of(1, 2, 3, 4);

test.each<[cuts: number[], chunks: number[][]]>([
  [[], [[1, 2, 3, 4]]],
  [
    [2],
    [
      [1, 2],
      [3, 4],
    ],
  ],
  [
    [3, 1, 3],
    [[1], [2, 3], [4]],
  ],
  [[0, 4, -1, 9], [[1, 2, 3, 4]]],
])("cuts at %j", (cuts, chunks) => {
  expect(chunksOf(bytes, cuts).map((chunk) => [...chunk])).toEqual(chunks);
});

test("no bytes are no chunks", () => {
  expect(chunksOf(new Uint8Array(), [1])).toEqual([]);
});
