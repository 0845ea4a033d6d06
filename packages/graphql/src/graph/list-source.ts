import type { AgentName, Input, ListItemOf, ListOperationName } from "@superoffice-soap/schema";
import DataLoader from "dataloader";
import type { Session, Slice } from "../session/session.ts";

/** A list of NetServer's, in the ways in which a part of it can be read. */
export interface ListSource<T> {
  /** Some of its items, when all of them are there. What is asked for at the same time is read by one call. */
  slice(slice: Slice): Promise<T[]>;
  /** Reads it by a call of its own, which ends where the reader stops. */
  read<R>(reader: (items: AsyncIterable<T>) => Promise<R>): Promise<R>;
  /** Its items from the first on, as they come. Resolves with the first of them; leaving the loop stops NetServer. */
  stream(): Promise<AsyncIterable<T>>;
}

/** The list that an operation answers. */
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
      // The key says which list, and so what its items are.
      return loader.load(slice) as Promise<ListItemOf<A, O>[]>;
    },
    read: (reader) => session.read(agent, operation, input, reader),
    // The input is an object of members, and the items are what the operation answers, by the contract.
    stream: async () =>
      (await session.stream(agent, { name: operation }, input as object)) as AsyncIterable<ListItemOf<A, O>>,
  };
}

type SliceLoader = DataLoader<Slice, unknown[]>;

/** The lists that a session has been asked for, each by its call. */
const loadersBySession = new WeakMap<Session, Map<string, SliceLoader>>();

function loadersOf(session: Session): Map<string, SliceLoader> {
  const loaders = loadersBySession.get(session) ?? new Map<string, SliceLoader>();
  loadersBySession.set(session, loaders);
  return loaders;
}

/** Reads a list once for slices of it that are wanted together. What was read is the session's to remember. */
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
 * The slices from the first on, those that overlap as one. Those far apart stay apart: what lies between them is passed
 * over, not kept.
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
