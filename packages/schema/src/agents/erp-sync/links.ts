import { nillable } from "../../kit/annotate.ts";
import { arrayOf } from "../../kit/collections.ts";
import { reads, returns, returnsNothing, writes } from "../../kit/operation.ts";
import { boolean, int, string } from "../../kit/scalars.ts";
import { StringDictionary } from "../../types/string-dictionary.ts";
import { ErpConnectionData } from "./erp-connection-data.ts";
import { ErpSyncFieldValue } from "./erp-sync-field-value.ts";
import { CrmActorType, CrmRecordId, ErpActorType, ErpConnectionId, ErpKey } from "./parameters.ts";

const fieldValues = nillable(arrayOf(nillable(ErpSyncFieldValue)));
const connected = {
  ErpConnectionId,
  CrmRecordId,
  CrmActorType,
  ErpKey,
  ErpActorType,
  FieldValues: nillable(arrayOf(nillable(ErpSyncFieldValue)), {
    description: "The values to write, each to the side that it says.",
  }),
};

/**
 * Links between CRM records and ERP actors, and the values that they carry. Making or breaking a link answers
 * differently the second time, hence no retries.
 */
export const links = {
  GetConnectionsAndDisplayFields: reads({
    description: "How a CRM record stands to each active connection, with the ERP fields to show.",
    input: { CrmActorType, EntityId: CrmRecordId },
    answer: returns(nillable(arrayOf(nillable(ErpConnectionData)))),
  }),
  GetErpFieldValues: reads({
    description: "Values of a linked record, read from the ERP now, in the order of the keys asked for.",
    input: {
      ErpConnectionId,
      CrmActorType,
      EntityId: CrmRecordId,
      FieldKeys: nillable(arrayOf(nillable(string())), { description: "Keys of the ERP fields." }),
    },
    answer: returns(nillable(arrayOf(nillable(string())))),
  }),
  ConnectActor: writes({
    description: "Links a CRM record to an ERP actor and writes the values that were chosen.",
    retry: "unsafe",
    input: connected,
    answer: returnsNothing(),
  }),
  TryConnectActor: writes({
    description: "As `ConnectActor`, but answers whether it could be done instead of failing.",
    retry: "unsafe",
    since: "Services88",
    input: connected,
    answer: returns(boolean()),
  }),
  GetFieldValuesFromCrm: reads({
    description: "The CRM record's values of all fields that can be mapped.",
    input: { RecordId: CrmRecordId, ActorTypeCrm: CrmActorType },
    answer: returns(fieldValues),
  }),
  GetFieldValuesFromErp: reads({
    description: "The ERP actor's values of all mapped fields, read from the ERP now.",
    input: { ErpConnectionId, ActorTypeErp: ErpActorType, ErpKey },
    answer: returns(fieldValues),
  }),
  CreateActorLink: writes({
    description: "Links a CRM record to an ERP actor. Answers whether it could: either may be linked already.",
    retry: "unsafe",
    input: { ErpConnectionId, CrmRecordId, CrmActorType, ErpKey, ErpActorType },
    answer: returns(boolean()),
  }),
  BreakActorLink: writes({
    description: "Unlinks a CRM record from its ERP actor. Answers whether there was a link.",
    retry: "unsafe",
    input: { ErpConnectionId, CrmRecordId, CrmActorType },
    answer: returns(boolean()),
  }),
  CreateErpActorFromCrm: writes({
    description: "Creates an actor in the ERP from a CRM record and links the two. Answers whether it could.",
    retry: "unsafe",
    input: {
      ConnectionId: int({ description: "Id of the connection." }),
      CrmEntityId: CrmRecordId,
      ErpActorType,
      CrmActorType,
      ErpFieldKeyValues: nillable(StringDictionary, {
        description: "Values by ERP field key, beside those that come from the record.",
      }),
    },
    answer: returns(boolean()),
  }),
};
