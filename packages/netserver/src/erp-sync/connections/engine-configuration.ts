import type { Queries } from "../../store/store.ts";
import type { Row } from "../../store/tables.ts";

/** The engine's state before anybody changed it: stopped, every ten minutes when started. */
const initial = { id: 1, connection_rank: "", sync_interval_seconds: 600, sync_running: 0 } as const;

/** The engine's state and the priorities of the connections. */
export async function readConfiguration(queries: Queries): Promise<Row<"erpconfiguration">> {
  const row = await queries.selectFrom("erpconfiguration").selectAll().where("id", "=", initial.id).executeTakeFirst();
  return row ?? initial;
}

/** Changes some of it. */
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

/** Ids of connections by priority, the one that wins first; 0 stands for the CRM. */
export function ranksIn({ connection_rank }: Row<"erpconfiguration">): number[] {
  return connection_rank === "" ? [] : connection_rank.split(";").map(Number);
}

/** The place of a connection (0: the CRM) among the ranks. Those without one come last, the CRM before the others. */
export function priorityOf(id: number, ranks: readonly number[]): number {
  const index = ranks.indexOf(id);
  if (index >= 0) return index;
  return id === 0 ? ranks.length : ranks.length + 1;
}
