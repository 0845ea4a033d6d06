import type { Queries } from "../../store/store.ts";
import type { Row } from "../../store/tables.ts";

/** The engine's initial state: stopped, every ten minutes when started. */
const initial = { id: 1, connection_rank: "", sync_interval_seconds: 600, sync_running: 0 } as const;

/** Reads the engine's state and the priorities of the connections. */
export async function readConfiguration(queries: Queries): Promise<Row<"erpconfiguration">> {
  const row = await queries.selectFrom("erpconfiguration").selectAll().where("id", "=", initial.id).executeTakeFirst();
  return row ?? initial;
}

/** Changes the given columns. */
export async function changeConfiguration(
  transaction: Queries,
  change: Partial<Omit<Row<"erpconfiguration">, "id">>,
): Promise<Row<"erpconfiguration">> {
  return transaction
    .insertInto("erpconfiguration")
    .values({ ...initial, ...change })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(change))
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Returns the connections' ids by priority, the winning one first; 0 stands for the CRM. */
export function ranksIn({ connection_rank }: Row<"erpconfiguration">): number[] {
  return connection_rank === "" ? [] : connection_rank.split(";").map(Number);
}

/**
 * Returns the index of a connection (0: the CRM) among the ranks. Unranked ones come last, the CRM before the others.
 */
export function priorityOf(id: number, ranks: readonly number[]): number {
  const index = ranks.indexOf(id);
  if (index >= 0) return index;
  return id === 0 ? ranks.length : ranks.length + 1;
}
