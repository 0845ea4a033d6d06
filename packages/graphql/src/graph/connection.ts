import { type GraphQLResolveInfo, responsePathAsArray } from "graphql";
import { codedError } from "../errors/public-error.ts";
import type { GraphQLContext } from "../graphql-context.ts";
import { initialCountOf, streamsAny } from "../incremental/directives.ts";
import { defaultPage } from "../limits/limits.ts";
import { type Cursor, cursorOf, fingerprint, type ItemOrder, readCursor } from "./cursor.ts";
import type { ListSource } from "./list-source.ts";
import { type Run, resumeList } from "./resume-list.ts";
import { StreamedPage } from "./streamed-page.ts";

/** The arguments of a page: the part of a connection that a query asks for. */
export interface PageArgs {
  readonly first: number;
  readonly after?: string | null;
}

/** A page of a list, in Relay's shape: read as a whole, or still being read. */
export type Connection<T> = ReadPage<T> | UnreadPage<T>;

/** An edge of a connection. GraphQL calls a member that is a function, as it calls a resolver. */
interface Edge<T> {
  readonly cursor: () => string;
  readonly node: T;
}

interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: () => string | null;
  readonly endCursor: () => string | null;
}

interface ReadPage<T> {
  readonly edges: readonly Edge<T>[];
  readonly nodes: readonly T[];
  readonly pageInfo: PageInfo;
}

interface UnreadPage<T> {
  readonly edges: Part<Edge<T>>;
  readonly nodes: Part<T>;
  readonly pageInfo: () => Promise<PageInfo>;
}

type Part<T> = (args: unknown, context: GraphQLContext, info: GraphQLResolveInfo) => AsyncIterable<T>;

const longestPage = 1000;

/** The arguments of a field that is a connection, as SDL. */
export const pageArguments = `"How many to give, 1 to ${longestPage}." first: Int! = ${defaultPage}
    """
    The cursor of the one before the first to give; from the beginning unless given. It stands for its item: what is added
    or deleted between two pages neither hides nor repeats others. When its item is gone, the list goes on with what
    followed it.
    """
    after: String`;

/** Returns the types of a connection whose nodes have this type, as SDL. */
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

/** The types that all connections share, as SDL. */
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
 * Returns a page of a list. The list is read as far as the page goes and one item more, and item by item where the
 * query asks for incremental delivery of nodes or edges. A list that has changed since its cursor was made is read from
 * its beginning to the point where the page begins. Throws BAD_USER_INPUT for an invalid page length or cursor.
 */
export async function connectionOf<T>(
  { first, after }: PageArgs,
  list: ListSource<T>,
  order: ItemOrder<T>,
  info: GraphQLResolveInfo,
): Promise<Connection<T>> {
  if (first < 1 || first > longestPage)
    throw codedError("BAD_USER_INPUT", `first must be 1 to ${longestPage}.`, { path: ["first"] });
  const cursor = after == null ? undefined : readCursor(after);
  // One item more tells whether the list goes on.
  if (!streamsAny(["nodes", "edges"], info))
    return readPage(await runAfter(cursor, first + 1, list, order), first, order);
  const { offset, items } = await streamAfter(cursor, first + 1, list, order);
  return unreadPage(items, { offset, length: first }, order);
}

/** Returns the items after a cursor's item, up to `count` of them. */
async function runAfter<T>(
  cursor: Cursor | undefined,
  count: number,
  list: ListSource<T>,
  order: ItemOrder<T>,
): Promise<Run<T>> {
  if (cursor === undefined) return { offset: 0, items: await list.slice({ offset: 0, limit: count }) };
  const { position } = cursor;
  const [item, ...items] = await list.slice({ offset: position, limit: count + 1 });
  if (isItemOf(cursor, item, order)) return { offset: position + 1, items };
  return list.read((all) => resumeList(all, cursor, count, order));
}

interface UnreadRun<T> {
  readonly offset: number;
  readonly items: AsyncIterable<T>;
}

/** Returns the same items as `runAfter` while the list is being read; in a changed list, once their part is found. */
async function streamAfter<T>(
  cursor: Cursor | undefined,
  count: number,
  list: ListSource<T>,
  order: ItemOrder<T>,
): Promise<UnreadRun<T>> {
  const source = (await list.stream())[Symbol.asyncIterator]();
  const rest = { [Symbol.asyncIterator]: () => source };
  if (cursor === undefined) return { offset: 0, items: rest };
  const { position } = cursor;
  for (let passed = 0; passed < position; passed++) if ((await source.next()).done) break;
  const { value: item } = await source.next();
  if (isItemOf(cursor, item, order)) return { offset: position + 1, items: rest };
  await source.return?.();
  const { offset, items } = await list.read((all) => resumeList(all, cursor, count, order));
  return { offset, items: oneByOne(items) };
}

async function* oneByOne<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

/**
 * Tells whether the item at a cursor's position is its item; with a cursor of the previous version, which has no
 * fingerprint, any item is.
 */
function isItemOf<T>({ item: wanted }: Cursor, found: T | undefined, order: ItemOrder<T>): boolean {
  return wanted === undefined || (found !== undefined && fingerprint(found, order) === wanted);
}

function readPage<T>({ offset, items }: Run<T>, length: number, order: ItemOrder<T>): ReadPage<T> {
  const nodes = items.slice(0, length);
  const cursorAt = (place: number) => cursorOf(nodes[place] as T, offset + place, items[place + 1], order);
  return {
    edges: nodes.map((node, place) => ({ cursor: () => cursorAt(place), node })),
    nodes,
    pageInfo: pageInfoOf(offset, nodes.length, items.length > length, cursorAt),
  };
}

interface UnreadPart {
  readonly offset: number;
  readonly length: number;
}

function unreadPage<T>(list: AsyncIterable<T>, { offset, length }: UnreadPart, order: ItemOrder<T>): UnreadPage<T> {
  const page = new StreamedPage(list, length);
  const part =
    <U>(toValue: (item: T, place: number) => U): Part<U> =>
    (_args, { delivery }, info) => {
      const initialCount = initialCountOf(info);
      const items = page.items(toValue);
      return initialCount === undefined ? items : delivery.paced(items, initialCount, responsePathAsArray(info.path));
    };
  const cursorAt = (place: number) => cursorOf(page.at(place) as T, offset + place, page.at(place + 1), order);
  return {
    nodes: part((node) => node),
    edges: part((node, place) => ({ cursor: () => cursorAt(place), node })),
    pageInfo: async () => {
      const hasNextPage = await page.has(length);
      return pageInfoOf(offset, page.count, hasNextPage, cursorAt);
    },
  };
}

function pageInfoOf(
  offset: number,
  count: number,
  hasNextPage: boolean,
  cursorAt: (place: number) => string,
): PageInfo {
  return {
    hasNextPage,
    hasPreviousPage: offset > 0,
    startCursor: () => (count === 0 ? null : cursorAt(0)),
    endCursor: () => (count === 0 ? null : cursorAt(count - 1)),
  };
}
