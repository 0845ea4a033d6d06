import type { StreamedList } from "@superoffice-soap/schema";
import { describe, expect, test, vi } from "vitest";
import { lazyItems } from "../../src/resilience/lazy-items.ts";

async function* numbers() {
  yield 1;
  yield 2;
}

describe("items that are opened when they are read", () => {
  test("are opened anew by each loop", async () => {
    const open = vi.fn(async (): Promise<StreamedList<number>> => ({ nil: false, items: numbers() }));
    const items = lazyItems(open);
    expect(open).not.toHaveBeenCalled();
    const read: number[] = [];
    for (const _loop of [1, 2]) for await (const item of items) read.push(item);
    expect(read).toEqual([1, 2, 1, 2]);
    expect(open).toHaveBeenCalledTimes(2);
  });

  test("are none of a list that is nil", async () => {
    for await (const item of lazyItems<number>(async () => ({ nil: true }))) expect(item).toBe("none");
  });

  test("that are left before the list has begun end its opening", async () => {
    const items = lazyItems<number>(
      (left) => new Promise((_, reject) => left.addEventListener("abort", () => reject(left.reason))),
    )[Symbol.asyncIterator]();
    const pending = items.next();
    const end = { done: true, value: undefined };
    expect(await items.return?.()).toEqual(end);
    expect(await pending).toEqual(end);
  });
});
