import { Buffer } from "node:buffer";
import { type GraphQLResolveInfo, responsePathAsArray } from "graphql";
import type { GraphQLContext } from "../context.ts";
import { codedError } from "../errors.ts";
import { initialCountOf, streamsAny } from "../incremental/directives.ts";
import type { ListSource } from "./list-source.ts";
import { StreamedPage } from "./streamed-page.ts";

/** Which part of a connection is asked for. */
export interface PageArgs {
  readonly first: number;
  readonly after?: string | null;
}

/** A page of a list, in Relay's shape: as a whole, or while it is being read. */
export type Connection<T> = ReadPage<T> | UnreadPage<T>;

interface Edge<T> {
  readonly cursor: string;
  readonly node: T;
}

interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

interface ReadPage<T> {
  readonly edges: readonly Edge<T>[];
  readonly nodes: readonly T[];
  readonly pageInfo: PageInfo;
}

/** GraphQL calls what is a function, as it calls a resolver. */
interface UnreadPage<T> {
  readonly edges: Part<Edge<T>>;
  readonly nodes: Part<T>;
  readonly pageInfo: () => Promise<PageInfo>;
}

type Part<T> = (args: unknown, context: GraphQLContext, info: GraphQLResolveInfo) => AsyncIterable<T>;

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
 * A page of a list that is read as far as the page goes and one item more; item by item where nodes or edges are asked
 * for in parts. Cursors are places in the list, so they move when something before them is added or deleted. Throws
 * BAD_USER_INPUT for a page length or cursor that is none.
 */
export async function connectionOf<T>(
  { first, after }: PageArgs,
  list: ListSource<T>,
  info: GraphQLResolveInfo,
): Promise<Connection<T>> {
  if (first < 1 || first > longestPage)
    throw codedError("BAD_USER_INPUT", `first must be 1 to ${longestPage}.`, { path: ["first"] });
  const offset = after == null ? 0 : placeOf(after) + 1;
  if (streamsAny(["nodes", "edges"], info)) return unreadPage(await list.stream(), offset, first);
  const found = await list.slice({ offset, limit: first + 1 });
  const nodes = found.slice(0, first);
  const edges = nodes.map((node, index) => ({ cursor: cursorOf(offset + index), node }));
  return { edges, nodes, pageInfo: pageInfoOf(offset, nodes.length, found.length > first) };
}

function unreadPage<T>(list: AsyncIterable<T>, offset: number, length: number): UnreadPage<T> {
  const page = new StreamedPage(list, { offset, length });
  const part =
    <U>(toValue: (item: T, place: number) => U): Part<U> =>
    (_args, { delivery }, info) => {
      const initialCount = initialCountOf(info);
      const items = page.items(toValue);
      return initialCount === undefined ? items : delivery.paced(items, initialCount, responsePathAsArray(info.path));
    };
  return {
    nodes: part((node) => node),
    edges: part((node, place) => ({ cursor: cursorOf(offset + place), node })),
    pageInfo: async () => {
      const hasNextPage = await page.has(length);
      return pageInfoOf(offset, page.count, hasNextPage);
    },
  };
}

function pageInfoOf(offset: number, count: number, hasNextPage: boolean): PageInfo {
  return {
    hasNextPage,
    hasPreviousPage: offset > 0,
    startCursor: count === 0 ? null : cursorOf(offset),
    endCursor: count === 0 ? null : cursorOf(offset + count - 1),
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
