import { Buffer } from "node:buffer";
import type { Slice } from "../caller-session.ts";
import { codedError } from "../errors.ts";

/** Which part of a connection is asked for. */
export interface PageArgs {
  readonly first: number;
  readonly after?: string | null;
}

/** A page of a list, in Relay's shape. */
export interface Connection<T> {
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  readonly nodes: readonly T[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** How many items a page has when `first` is not given. */
export const defaultPage = 100;

const longestPage = 1000;

/** The arguments of a field that is a connection, as SDL. */
export const pageArguments = `"How many to give, 1 to ${longestPage}." first: Int! = ${defaultPage}
    "The cursor of the one before the first to give; from the beginning unless given." after: String`;

/** The types of a connection whose nodes are of this type, as SDL. */
export function connectionTypes(node: string): string {
  return `
    "Some of a list of ${node}, and where they stand in it."
    type ${node}Connection {
      "The items with their cursors."
      edges: [${node}Edge!]!
      "The items alone."
      nodes: [${node}]!
      "Whether there are more."
      pageInfo: PageInfo!
    }

    "One item of a list of ${node}."
    type ${node}Edge {
      "Where the item stands in the list, for \`after\`."
      cursor: String!
      "The item."
      node: ${node}
    }`;
}

/** What all connections share, as SDL. */
export const pageInfoType = `
  "Where some items stand in their list."
  type PageInfo {
    "Whether items follow."
    hasNextPage: Boolean!
    "Whether items come before."
    hasPreviousPage: Boolean!
    "The first item's cursor; null when there is none."
    startCursor: String
    "The last item's cursor; null when there is none."
    endCursor: String
  }`;

/**
 * A page of a list that is read as far as the page goes and one item more. Cursors are places in the list, so they
 * move when something before them is added or deleted. Throws BAD_USER_INPUT for a page length or cursor that is none.
 */
export async function connectionOf<T>(args: PageArgs, read: (slice: Slice) => Promise<T[]>): Promise<Connection<T>> {
  const { first, after } = args;
  if (first < 1 || first > longestPage)
    throw codedError("BAD_USER_INPUT", `first must be 1 to ${longestPage}.`, { path: ["first"] });
  const offset = after == null ? 0 : placeOf(after) + 1;
  const found = await read({ offset, limit: first + 1 });
  const nodes = found.slice(0, first);
  const edges = nodes.map((node, index) => ({ cursor: cursorOf(offset + index), node }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: found.length > first,
      hasPreviousPage: offset > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

function cursorOf(place: number): string {
  return Buffer.from(`place:${place}`).toString("base64url");
}

function placeOf(cursor: string): number {
  const [, place] = /^place:(\d{1,15})$/.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  if (place === undefined) throw codedError("BAD_USER_INPUT", "after is no cursor of this list.", { path: ["after"] });
  return Number(place);
}
