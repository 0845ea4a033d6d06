import type { ConnectorAnswer } from "@superoffice-soap/schema";
import { ConnectorError } from "../../erp-connector/connector-error.ts";
import type { ErpClient } from "../../erp-connector/erp-client.ts";
import type { Row } from "../../store/tables.ts";
import { connect } from "../connectors/connect.ts";
import { advanceHighWaterMark } from "./high-water-marks.ts";
import { laterOf } from "./last-modified.ts";
import { syncActorType } from "./sync-actor-type.ts";
import type { SyncRun } from "./sync-plan.ts";
import type { SyncReport } from "./sync-report.ts";

/** Syncs the links of one connection. Failures are reported; only those of the store reject. */
export async function syncConnection(connection: Row<"erpconnection">, run: SyncRun): Promise<void> {
  try {
    const client = await connect(run.resources, connection, (answer) => notice(connection, answer, run.report));
    await syncActorTypes(connection, client, run);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    run.report.failed(connection.display_name, error);
  }
}

function notice({ display_name }: Row<"erpconnection">, answer: ConnectorAnswer, report: SyncReport): void {
  const text = answer.UserExplanation || answer.TechExplanation;
  if (!text) return;
  if (answer.Status === "Warning") report.warned(`${display_name}: ${text}`);
  else report.informed(`${display_name}: ${text}`);
}

/** Syncs each actor type; a failed type does not stop the others. */
async function syncActorTypes(connection: Row<"erpconnection">, client: ErpClient, run: SyncRun): Promise<void> {
  const { db } = run.resources.store;
  const types = db.selectFrom("erpconnectionactortype").selectAll().where("connection_id", "=", connection.id);
  let latest = connection.most_recent_timestamp;
  let isToTheEnd = true;
  for (const type of await types.where("is_active", "=", 1).orderBy("actor_type_erp").execute()) {
    try {
      latest = laterOf(latest, await syncActorType(connection, type, client, run));
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      run.report.failed(connection.display_name, error);
      isToTheEnd = false;
      // Stop after the first timeout: the rest would time out as well.
      if (error.timedOut) break;
    }
  }
  await finish(connection, latest, isToTheEnd, run);
}

async function finish(
  connection: Row<"erpconnection">,
  latest: string,
  isToTheEnd: boolean,
  { plan, resources, session }: SyncRun,
): Promise<void> {
  await resources.store.write(async (transaction) => {
    await advanceHighWaterMark(transaction, connection, latest);
    if (!isToTheEnd || plan.links === "all") return;
    await transaction
      .insertInto("erpsyncrun")
      .values({ connection_id: connection.id, synced_at: session.now })
      .onConflict((conflict) => conflict.column("connection_id").doUpdateSet({ synced_at: session.now }))
      .execute();
  });
}
