import { type CrmActorType, ErpConnectionData } from "@superoffice-soap/schema";
import type { Implementation } from "../../agent-implementation.ts";
import { carrierOf } from "../../call/carrier-members.ts";
import { crmActorTypes, erpActorTypes } from "../../erp-connector/actor-types.ts";
import type { Resources } from "../../resources.ts";
import type { Row } from "../../store/tables.ts";
import { activeConnections } from "../connections/active-connections.ts";
import { ranksIn, readConfiguration } from "../connections/engine-configuration.ts";
import { fieldMetadataOf } from "../mappings/field-metadata.ts";
import { mayUse } from "../rows/access.ts";
import { fieldRows } from "../rows/mapping-rows.ts";
import { linkOf } from "./link.ts";

/** Lists a record's state on each active connection that the user may use, by priority. */
export const getConnectionsAndDisplayFields: Implementation<"ErpSync", "GetConnectionsAndDisplayFields"> = async (
  input,
  session,
  resources,
) => {
  const { db } = resources.store;
  const crmType = input.CrmActorType;
  const recordId = input.EntityId;
  const ranks = ranksIn(await readConfiguration(db));
  const answers: ErpConnectionData[] = [];
  for (const row of await activeConnections(db, ranks)) {
    if (await mayUse(db, row, session)) answers.push(await connectionDataOf(row, crmType, recordId, resources));
  }
  return answers;
};

/** Describes a record on one connection. Without a link, it shows the fields of every type that it could be. */
async function connectionDataOf(
  connection: Row<"erpconnection">,
  crmType: CrmActorType,
  recordId: number,
  resources: Resources,
): Promise<ErpConnectionData> {
  const { db } = resources.store;
  const link = await linkOf(db, { connectionId: connection.id, crmType, recordId });
  const types = await db
    .selectFrom("erpconnectionactortype")
    .selectAll()
    .where("connection_id", "=", connection.id)
    .where("actor_type_crm", "=", crmActorTypes.numberOf(crmType))
    .where("is_active", "=", 1)
    .orderBy("actor_type_erp")
    .execute();
  const fields = new Map<string, Row<"erpfield">>();
  for (const type of types) {
    if (link && erpActorTypes.nameOf(type.actor_type_erp) !== link.actorType) continue;
    const shown = (await fieldRows(db, type.id)).filter(
      (field) => field.show_in_gui !== 0 && field.missing_in_erp === 0,
    );
    for (const field of shown) if (!fields.has(field.erp_field_key)) fields.set(field.erp_field_key, field);
  }
  return {
    ...carrierOf(ErpConnectionData, resources.settings.answers),
    ErpConnectionId: connection.id,
    ConnectionName: connection.display_name,
    Connected: link !== undefined,
    ErpFields: [...fields.values()].map((field) => fieldMetadataOf(field, resources)),
    CrmActorType: crmType,
    ErpActorType: link?.actorType ?? "Unknown",
    ErpActorTypes: types.map(({ actor_type_erp }) => erpActorTypes.nameOf(actor_type_erp)),
  };
}
