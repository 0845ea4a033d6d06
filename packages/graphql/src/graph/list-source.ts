import type { AgentName, Input, ListItemOf, ListOperationName } from "@superoffice-soap/schema";
import DataLoader from "dataloader";
import type { Session, Slice } from "../session/session.ts";

/** A list of NetServer's, with the ways to read a part of it. */
export interface ListSource<T> {
  /**
   * Resolves to some of the list's items once they have all come. Slices that are asked for at the same time are read
   * by one call.
   */
  slice(slice: Slice): Promise<T[]>;
  /** Reads the list by a call of its own, which ends when the reader stops. */
  read<R>(reader: (items: AsyncIterable<T>) => Promise<R>): Promise<R>;
  /** Resolves to the list's items as they come, once the first one is there. Leaving the loop stops NetServer. */
  stream(): Promise<AsyncIterable<T>>;
}

/** Returns the source of the list that is an operation's result. */
export function listSource<A extends AgentName, O extends ListOperationName<A>>(
  session: Session,
  agent: A,
  operation: O,
  input: Input<A, O>,
): ListSource<ListItemOf<A, O>> {
  return {
    slice: (slice) => {
      const loaders = loadersOf(session);
      const key = JSON.stringify([agent, operation, input]);
      const loader = loaders.get(key) ?? slicesOf((whole) => session.slice(agent, operation, input, whole));
      loaders.set(key, loader);
      // The key identifies the list, and so the type of its items.
      return loader.load(slice) as Promise<ListItemOf<A, O>[]>;
    },
    read: (reader) => session.read(agent, operation, input, reader),
    // By the contract, the input is an object of members and the items are those of the operation's result.
    stream: async () =>
      (await session.stream(agent, { name: operation }, input as object)) as AsyncIterable<ListItemOf<A, O>>,
  };
}

type SliceLoader = DataLoader<Slice, unknown[]>;

/** The loaders of the lists that each session has asked for, by their calls. */
const loadersBySession = new WeakMap<Session, Map<string, SliceLoader>>();

function loadersOf(session: Session): Map<string, SliceLoader> {
  const loaders = loadersBySession.get(session) ?? new Map<string, SliceLoader>();
  loadersBySession.set(session, loaders);
  return loaders;
}

/**
 * Returns a loader that reads a list once for all slices that are wanted together. The session remembers the items that
 * were read.
 */
function slicesOf(read: (whole: Slice) => Promise<unknown[]>): SliceLoader {
  return new DataLoader(
    async (slices) => {
      const runs = await Promise.all(runsOf(slices).map(async (run) => ({ run, items: await read(run) })));
      return slices.map(({ offset, limit }) => {
        const { run, items = [] } = runs.findLast((found) => found.run.offset <= offset) ?? {};
        const start = offset - (run?.offset ?? 0);
        return items.slice(start, start + limit);
      });
    },
    { cache: false },
  );
}

/**
 * Returns the slices in order, with overlapping ones merged. Those far apart stay apart: the items between them are
 * skipped, not kept.
 */
function runsOf(slices: readonly Slice[]): readonly Slice[] {
  const runs: Slice[] = [];
  for (const slice of slices.toSorted((a, b) => a.offset - b.offset)) {
    const last = runs.at(-1);
    if (last === undefined || slice.offset > last.offset + last.limit) runs.push(slice);
    else {
      const end = Math.max(last.offset + last.limit, slice.offset + slice.limit);
      runs[runs.length - 1] = { offset: last.offset, limit: end - last.offset };
    }
  }
  return runs;
}
