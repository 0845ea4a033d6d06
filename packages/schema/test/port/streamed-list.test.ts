import { describe, expect, test } from "vitest";
import { startList } from "../../src/index.ts";

/** A source of numbers that tells whether it has ended. */
function numbers(count: number, failure?: Error) {
  const state = { given: 0, ended: false };
  async function* items() {
    try {
      for (; state.given < count; state.given++) yield state.given;
      if (failure !== undefined) throw failure;
    } finally {
      state.ended = true;
    }
  }
  return { state, items };
}

describe("a list that is started", () => {
  test("has its first item, and all of them when it is read", async () => {
    const { state, items } = numbers(3);
    const list = await startList(items(), true);
    expect(state).toEqual({ given: 0, ended: false });
    if (list.nil) expect.fail("the list is nil");
    const read: number[] = [];
    for await (const item of list.items) read.push(item);
    expect(read).toEqual([0, 1, 2]);
    expect(state.ended).toBe(true);
  });

  test("ends its source when it is left, though no item was read", async () => {
    const { state, items } = numbers(3);
    const list = await startList(items(), false);
    if (list.nil) expect.fail("the list is nil");
    await list.items[Symbol.asyncIterator]().return?.();
    expect(state.ended).toBe(true);
  });

  test("is nil when it is empty and that is nil", async () => {
    expect(await startList(numbers(0).items(), true)).toEqual({ nil: true });
    expect(await startList(numbers(0).items(), false)).toMatchObject({ nil: false });
  });

  test("rejects as its source does before the first item", async () => {
    await expect(startList(numbers(0, new Error("no")).items(), true)).rejects.toThrow("no");
    await expect(startList(numbers(1, new Error("no")).items(), true)).resolves.toMatchObject({ nil: false });
  });
});
