import { type Cursor, fingerprint, type ItemOrder, type Rank } from "./cursor.ts";

/** A run of consecutive items of a list. */
export interface Run<T> {
  /** The number of items of the list before the first. */
  readonly offset: number;
  readonly items: T[];
}

/**
 * Finds the items that follow a cursor's item in a list that has changed, up to `count` of them. When that item is
 * gone, the page begins with the item that followed it; when that is gone too, with the first item that does not rank
 * below it; and in a list that is not ordered by its items' ranks, at the cursor's old position.
 */
export async function resumeList<T>(
  list: AsyncIterable<T>,
  cursor: Cursor,
  count: number,
  order: ItemOrder<T>,
): Promise<Run<T>> {
  const search = new Search(cursor, count, order);
  for await (const item of list) {
    search.take(item);
    if (search.isOver) break;
  }
  return search.found;
}

/** The positions at which a list may go on, each with the items from there, collected while the list is read. */
class Search<T> {
  readonly #cursor: Cursor;
  readonly #count: number;
  readonly #order: ItemOrder<T>;
  #index = 0;
  #isOrdered = true;
  #lastRank: Rank | undefined;
  #afterItem: Run<T> | undefined;
  #fromNext: Run<T> | undefined;
  #fromRank: Run<T> | undefined;
  #fromPosition: Run<T> | undefined;

  constructor(cursor: Cursor, count: number, order: ItemOrder<T>) {
    this.#cursor = cursor;
    this.#count = count;
    this.#order = order;
  }

  /** Takes the list's next item into account. */
  take(item: T): void {
    const { position } = this.#cursor;
    const index = this.#index++;
    const found = fingerprint(item, this.#order);
    this.#rankWith(item, index);
    if (index === position) this.#fromPosition = { offset: index, items: [] };
    if (found === this.#cursor.next) this.#fromNext ??= { offset: index, items: [] };
    for (const run of [this.#afterItem, this.#fromNext, this.#fromRank, this.#fromPosition]) {
      if (run !== undefined && run.items.length < this.#count) run.items.push(item);
    }
    // Of several equal items, the last one before the old position counts: deletions have moved it forward.
    const isItem = found === this.#cursor.item && (index <= position || this.#afterItem === undefined);
    if (isItem) this.#afterItem = { offset: index + 1, items: [] };
  }

  /** Tells whether the rest of the list cannot change the result. */
  get isOver(): boolean {
    if (this.#index <= this.#cursor.position) return false;
    // In a list that keeps its order, the item does not come after the one that used to follow it.
    return [this.#afterItem ?? this.#fromNext].some((run) => run?.items.length === this.#count);
  }

  get found(): Run<T> {
    const atEnd = { offset: this.#index, items: [] };
    const { rank } = this.#cursor;
    const byRank = this.#isOrdered && rank !== undefined && this.#lastRank !== undefined;
    return this.#afterItem ?? this.#fromNext ?? (byRank ? this.#fromRank : this.#fromPosition) ?? atEnd;
  }

  #rankWith(item: T, index: number): void {
    const rank = this.#order.rank(item);
    const last = this.#lastRank;
    if (rank === undefined || (last !== undefined && isBefore(rank, last))) this.#isOrdered = false;
    this.#lastRank = rank;
    const { rank: wanted } = this.#cursor;
    if (rank === undefined || wanted === undefined || isBefore(rank, wanted)) return;
    this.#fromRank ??= { offset: index, items: [] };
  }
}

function isBefore(a: Rank, b: Rank): boolean {
  return typeof a === typeof b ? a < b : String(a) < String(b);
}
