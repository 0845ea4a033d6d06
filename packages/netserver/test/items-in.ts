import type { StreamedList } from "@superoffice-soap/schema";
import { expect } from "vitest";

/** The items of a list that is not nil. */
export function itemsIn<T>(list: StreamedList<T>): AsyncIterable<T> {
  if (list.nil) expect.fail("the list is nil");
  return list.items;
}
