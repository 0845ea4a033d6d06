import { nillable } from "../../kit/annotate.ts";
import { arrayOf } from "../../kit/collections.ts";
import { reads, returns, returnsNothing, writes } from "../../kit/operation.ts";
import { int, string } from "../../kit/scalars.ts";
import { ListItem } from "../../types/list-item.ts";
import { ErpSyncConnectorEntity } from "./erp-sync-connector-entity.ts";
import { ErpSyncResponseCode } from "./erp-sync-response-code.ts";
import { FieldMetadata } from "./field-metadata.ts";

const connectorId = int({ description: "Id of the connector." });

/** Connectors: the web services that speak for an ERP. */
export const connectors = {
  CreateDefaultErpSyncConnectorEntity: reads({
    description: "A new connector with default values. Nothing is stored.",
    input: {},
    answer: returns(nillable(ErpSyncConnectorEntity)),
  }),
  SaveErpSyncConnectorEntity: writes({
    description: "Creates a connector when its `ErpConnectorId` is 0, else updates it. Answers what was stored.",
    retry: "unsafe",
    input: {
      ErpSyncConnectorEntity: nillable(ErpSyncConnectorEntity, { description: "The connector to store." }),
    },
    answer: returns(nillable(ErpSyncConnectorEntity)),
  }),
  GetErpSyncConnectorEntity: reads({
    description: "A connector by its id, also a retired one; nil when there is none.",
    input: { ErpSyncConnectorEntityId: connectorId },
    answer: returns(nillable(ErpSyncConnectorEntity)),
  }),
  DeleteErpSyncConnectorEntity: writes({
    description: "Retires a connector that has no connections. An unknown id is no error.",
    retry: "safe",
    input: { ErpSyncConnectorEntityId: connectorId },
    answer: returnsNothing(),
  }),
  CanDeleteErpSyncConnectorEntity: reads({
    description: "Whether a connector may be deleted: it exists and no connection uses it.",
    input: { ErpSyncConnectorId: connectorId },
    answer: returns(ErpSyncResponseCode),
  }),
  GetAllConnectors: reads({
    description: "The connectors that are not retired, each with its id, name and tooltip.",
    since: "Services88",
    input: {},
    answer: returns(nillable(arrayOf(nillable(ListItem)))),
  }),
  TestConnectorUrl: reads({
    description: "Whether a connector answers at an address.",
    input: { Url: nillable(string({ maxLength: 1023 }), { description: "Where the connector should answer." }) },
    answer: returns(ErpSyncResponseCode),
  }),
  GetConfigurationFields: reads({
    description: "The fields that a connector needs in a connection's configuration.",
    input: { ErpConnectorId: connectorId },
    answer: returns(nillable(arrayOf(nillable(FieldMetadata)))),
  }),
};
