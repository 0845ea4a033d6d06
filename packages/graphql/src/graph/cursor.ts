import { Buffer } from "node:buffer";
import { hash } from "node:crypto";
import { codedError } from "../errors/public-error.ts";

/** The part of an item by which it is found again in its list, though others were added or deleted. */
export interface ItemOrder<T> {
  /** The values that tell the item from the others of its list and do not change while it is there. */
  identity(item: T): readonly unknown[];
  /** The value that the list is ordered by, as far as an item tells it. */
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
  /** The fingerprint of the item that followed, where that was known. */
  readonly next?: string;
  /** The item's rank, where it has one. */
  readonly rank?: Rank;
}

/** A short text that stands for an item's identity. */
export function fingerprint<T>(item: T, { identity }: ItemOrder<T>): string {
  // No signature: it only has to tell the items of one list apart.
  return hash("sha1", JSON.stringify(identity(item)), "base64url").slice(0, 16);
}

/** Makes the cursor of an item, of its position and of the item that follows it, where that is known. */
export function cursorOf<T>(item: T, position: number, next: T | undefined, order: ItemOrder<T>): string {
  const following = next === undefined ? null : fingerprint(next, order);
  const parts = [position, fingerprint(item, order), following, order.rank(item) ?? null];
  return Buffer.from(`item:${JSON.stringify(parts)}`).toString("base64url");
}

/** Reads a cursor. Throws BAD_USER_INPUT for a text that is none. */
export function readCursor(cursor: string): Cursor {
  const found = cursor.length <= longestCursor ? parsed(Buffer.from(cursor, "base64url").toString()) : undefined;
  if (found !== undefined) return found;
  throw codedError("BAD_USER_INPUT", "after is no cursor of this list.", { path: ["after"] });
}

const longestCursor = 500;

function parsed(text: string): Cursor | undefined {
  const [, parts, place] = /^(?:item:(\[.*\])|place:(\d{1,15}))$/s.exec(text) ?? [];
  // Cursors of the version before are positions. The next version need not know them.
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
