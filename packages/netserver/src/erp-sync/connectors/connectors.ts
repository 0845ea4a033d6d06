import { ErpSyncConnectorEntity } from "@superoffice-soap/schema";
import type { Implementation } from "../../agent-implementation.ts";
import { required } from "../../call/arguments.ts";
import { auditOf, changeOf } from "../../call/audit.ts";
import { carrierOf, maxLengthOf } from "../../call/carrier-members.ts";
import { foundOrNull } from "../../call/found-or-null.ts";
import type { Session } from "../../call/session.ts";
import { soException } from "../../call/so-exception.ts";
import { assertNotBlank, fitted } from "../../call/text-limit.ts";
import type { Resources } from "../../resources.ts";
import type { Queries } from "../../store/store.ts";
import type { Row } from "../../store/tables.ts";
import { mayBeRetired } from "./connector-deletes.ts";

const nameLimit = { name: "DisplayName", maxLength: maxLengthOf(ErpSyncConnectorEntity, "DisplayName") };
const urlLimit = { name: "URL", maxLength: maxLengthOf(ErpSyncConnectorEntity, "URL") };

/** Returns a new connector that is not stored. */
export const createDefaultErpSyncConnectorEntity: Implementation<"ErpSync", "CreateDefaultErpSyncConnectorEntity"> = (
  _input,
  _session,
  { settings },
) => ({
  ...carrierOf(ErpSyncConnectorEntity, settings.answers),
  ErpConnectorId: 0,
  DisplayName: "",
  URL: "",
  Deleted: false,
});

/** Finds a connector by its id, also a retired one. */
export const getErpSyncConnectorEntity: Implementation<"ErpSync", "GetErpSyncConnectorEntity"> = async (
  input,
  _session,
  resources,
) => {
  const id = input.ErpSyncConnectorEntityId;
  const { db } = resources.store;
  const row = await db.selectFrom("erpconnector").selectAll().where("id", "=", id).executeTakeFirst();
  return foundOrNull(row && connectorOf(row, resources), "connector", resources.settings.answers);
};

/**
 * Creates or updates a connector. Throws SoIllegalOperationException when a connector to retire still has connections.
 */
export const saveErpSyncConnectorEntity: Implementation<"ErpSync", "SaveErpSyncConnectorEntity"> = async (
  input,
  session,
  resources,
) => {
  const entity = required(input.ErpSyncConnectorEntity, "ErpSyncConnectorEntity");
  const id = entity.ErpConnectorId ?? 0;
  const { overlongText } = resources.settings.answers;
  const columns = {
    display_name: fitted(entity.DisplayName ?? "", nameLimit, overlongText),
    url: fitted(entity.URL ?? "", urlLimit, overlongText),
    deleted: entity.Deleted ? 1 : 0,
  };
  // A connector is found by its address; a retired one needs none.
  if (columns.deleted === 0) assertNotBlank(columns.url, urlLimit.name);
  const row = await resources.store.write((transaction) => storeConnector(transaction, id, columns, session));
  return connectorOf(row, resources);
};

type ConnectorColumns = Pick<Row<"erpconnector">, "display_name" | "url" | "deleted">;

async function storeConnector(
  queries: Queries,
  id: number,
  columns: ConnectorColumns,
  session: Session,
): Promise<Row<"erpconnector">> {
  if (id === 0) {
    const row = { ...columns, ...auditOf(session), config_xml: null };
    return queries.insertInto("erpconnector").values(row).returningAll().executeTakeFirstOrThrow();
  }
  if (columns.deleted !== 0) await mayBeRetired(queries, id);
  const updated = queries.updateTable("erpconnector").set({ ...columns, ...changeOf(session) });
  const row = await updated.where("id", "=", id).returningAll().executeTakeFirst();
  if (row === undefined) throw soException("SoNotFoundException", `There is no connector with id ${id}.`);
  return row;
}

function connectorOf(row: Row<"erpconnector">, { settings }: Resources): ErpSyncConnectorEntity {
  return {
    ...carrierOf(ErpSyncConnectorEntity, settings.answers),
    ErpConnectorId: row.id,
    DisplayName: row.display_name,
    URL: row.url,
    Deleted: row.deleted !== 0,
  };
}
