import { nillable } from "../../kit/annotate.ts";
import { arrayOf } from "../../kit/collections.ts";
import { reads, returns, returnsNothing, writes } from "../../kit/operation.ts";
import { int, string } from "../../kit/scalars.ts";
import { CrmActorType } from "./actor-type.ts";
import { ErpConnectionListMappingContainer } from "./erp-connection-list-mapping.ts";
import { ErpSyncActorTypeMapping } from "./erp-sync-actor-type-mapping.ts";
import { ErpSyncDefaultValue } from "./erp-sync-default-value.ts";
import { FieldMetadata } from "./field-metadata.ts";
import { ErpActorType, ErpConnectionId } from "./parameters.ts";

const ErpFieldId = int({ description: "Id of the ERP field." });

/** The operations on mappings: corresponding fields and lists of CRM and ERP, and default values. */
export const mappings = {
  GetActorTypeMapping: reads({
    description: "The mapping of a connection for one type of ERP actor; nil when the connector lacks the type.",
    input: { ErpConnectionId, ActorType: ErpActorType },
    answer: returns(nillable(ErpSyncActorTypeMapping)),
  }),
  SaveActorTypeMapping: writes({
    description: "Stores a mapping, creating what is missing. Answers what is stored now.",
    retry: "safe",
    input: {
      Mapping: nillable(ErpSyncActorTypeMapping, { description: "The mapping; fields left out stay as they are." }),
    },
    answer: returns(nillable(ErpSyncActorTypeMapping)),
  }),
  GetCrmActorType: reads({
    description: "What actors of an ERP type are in the CRM; `Unknown` when not mapped.",
    input: { ErpConnectionId, ErpActorType },
    answer: returns(CrmActorType),
  }),
  MoveErpFieldItem: writes({
    description: "Moves a field one place up or down in what users see.",
    retry: "unsafe",
    input: {
      ErpFieldId,
      Direction: int({ description: "Above 0 to raise the field's rank, below 0 to lower it." }),
      ErpConnectionId,
      ErpActorType,
    },
    answer: returnsNothing(),
  }),
  GetDefaultValueInfo: reads({
    description: "What an ERP field gets by default; nil when there is no such field.",
    input: { ErpFieldId },
    answer: returns(nillable(ErpSyncDefaultValue)),
  }),
  SaveDefaultValueInfo: writes({
    description: "Sets what an ERP field gets by default. Answers what was stored.",
    retry: "safe",
    input: { ErpSyncDefaultValue: nillable(ErpSyncDefaultValue, { description: "The default to store." }) },
    answer: returns(nillable(ErpSyncDefaultValue)),
  }),
  GetConnectionListMappings: reads({
    description: "How the lists behind a connection's mapped fields correspond to the CRM's lists.",
    since: "Services86",
    input: { ErpConnectionId },
    answer: returns(nillable(ErpConnectionListMappingContainer)),
  }),
  SaveConnectionListMappings: writes({
    description:
      "Stores the list mappings of a connection, replacing those of each field given. Answers what was stored.",
    retry: "safe",
    since: "Services86",
    input: { ListMapping: nillable(ErpConnectionListMappingContainer, { description: "The list mappings to store." }) },
    answer: returns(nillable(ErpConnectionListMappingContainer)),
  }),
  GetFieldsForNewErpActor: reads({
    description: "The fields to fill in when an ERP actor is created from the CRM.",
    input: { ErpConnectionId, ErpActorType },
    answer: returns(nillable(arrayOf(nillable(FieldMetadata)))),
  }),
  ValidateArchiveColumnConfig: writes({
    description: "Forgets the column layout of a list when the connection's mapping no longer fits it.",
    retry: "safe",
    input: {
      ListOwner: nillable(string(), { description: "Name of the list in the user interface." }),
      ErpConnectionId,
    },
    answer: returnsNothing(),
  }),
};
