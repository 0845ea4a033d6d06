import { Buffer } from "node:buffer";
import { hash } from "node:crypto";
import { codedError } from "../errors/public-error.ts";

/** The order of a list's items, by which an item is found again though others were added or deleted. */
export interface ItemOrder<T> {
  /** Returns the values that tell the item from the others of its list and do not change while it is in the list. */
  identity(item: T): readonly unknown[];
  /** Returns the value that the list is ordered by; `undefined` when an item does not tell. */
  rank(item: T): Rank | undefined;
}

/** The values that items can be ordered by. */
export type Rank = string | number;

/** The content of a cursor. */
export interface Cursor {
  /** The number of items before the item when the cursor was made. */
  readonly position: number;
  /** The item's fingerprint; `undefined` in a cursor that is a position alone. */
  readonly item?: string;
  /** The fingerprint of the item that followed; `undefined` when it was not known. */
  readonly next?: string;
  /** The item's rank; `undefined` when it has none. */
  readonly rank?: Rank;
}

/** Returns a short text that stands for an item's identity. */
export function fingerprint<T>(item: T, { identity }: ItemOrder<T>): string {
  // This is no signature: it only has to tell the items of one list apart.
  return hash("sha1", JSON.stringify(identity(item)), "base64url").slice(0, 16);
}

/** Makes a cursor from an item, its position and the item that follows it, where that is known. */
export function cursorOf<T>(item: T, position: number, next: T | undefined, order: ItemOrder<T>): string {
  const following = next === undefined ? null : fingerprint(next, order);
  const parts = [position, fingerprint(item, order), following, order.rank(item) ?? null];
  return Buffer.from(`item:${JSON.stringify(parts)}`).toString("base64url");
}

/** Returns the content of a cursor. Throws BAD_USER_INPUT for a text that is no cursor. */
export function readCursor(cursor: string): Cursor {
  const found = cursor.length <= longestCursor ? parsed(Buffer.from(cursor, "base64url").toString()) : undefined;
  if (found !== undefined) return found;
  throw codedError("BAD_USER_INPUT", "after is no cursor of this list.", { path: ["after"] });
}

const longestCursor = 500;

function parsed(text: string): Cursor | undefined {
  const [, parts, place] = /^(?:item:(\[.*\])|place:(\d{1,15}))$/s.exec(text) ?? [];
  // Cursors of the previous version are positions. The next version need not accept them.
  if (place !== undefined) return { position: Number(place) };
  const [position, item, next, rank] = parts === undefined ? [] : listIn(parts);
  if (typeof position !== "number" || !Number.isSafeInteger(position) || position < 0) return undefined;
  if (typeof item !== "string") return undefined;
  return {
    position,
    item,
    ...(typeof next === "string" && { next }),
    ...((typeof rank === "string" || typeof rank === "number") && { rank }),
  };
}

function listIn(json: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
