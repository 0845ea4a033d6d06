import { nillable } from "../../kit/annotate.ts";
import { arrayOf } from "../../kit/collections.ts";
import { reads, returns, returnsNothing, writes } from "../../kit/operation.ts";
import { boolean, int, string } from "../../kit/scalars.ts";
import { StringDictionary } from "../../types/string-dictionary.ts";
import { ErpConnection } from "./erp-connection.ts";
import { ErpSyncConnectionSummary } from "./erp-sync-connection-summary.ts";
import { ErpActorType, ErpConnectionId } from "./parameters.ts";

/** Connections: a connector with the configuration that makes it reach one ERP client. */
export const connections = {
  GetConnection: reads({
    description: "A connection by its id, also a retired one; nil when there is none.",
    input: { ErpConnectionId },
    answer: returns(nillable(ErpConnection)),
  }),
  SaveConnection: writes({
    description:
      "Creates a connection when its `ErpConnectionId` is 0, else updates it, and tests it: nothing is stored when " +
      "the test fails. Answers what was stored.",
    retry: "unsafe",
    input: { Connection: nillable(ErpConnection, { description: "The connection to store." }) },
    answer: returns(nillable(ErpConnection)),
  }),
  DeleteConnection: writes({
    description: "Retires a connection and tells its connector. An unknown id is no error.",
    retry: "safe",
    input: { ErpConnectionId },
    answer: returnsNothing(),
  }),
  GetErpConnectionConfigFields: reads({
    description: "The configuration values of a connection, by field key.",
    input: { ErpConnectionId },
    answer: returns(nillable(StringDictionary)),
  }),
  ToggleErpConnectionActive: writes({
    description:
      "Activates a connection that is not active, and the other way round. Answers why that cannot be; nothing when " +
      "it was done.",
    retry: "unsafe",
    input: { ErpConnectionId },
    answer: returns(nillable(arrayOf(nillable(string())))),
  }),
  TestConnectionById: reads({
    description: "Whether a connection works as it is stored.",
    input: { ErpConnectionId },
    answer: returns(boolean()),
  }),
  TestConnectionByConfig: reads({
    description: "Whether a connection with these configuration values would work.",
    input: {
      ErpConnectionId: int({ description: "Id of the connector to try, despite the parameter's name." }),
      ConfigFields: nillable(StringDictionary, { description: "Configuration values by field key." }),
    },
    answer: returns(boolean()),
  }),
  SaveErpConnectionSyncPriorities: writes({
    description: "Sets which connection wins when several have a value for a field. Answers whether it was stored.",
    retry: "safe",
    input: {
      ErpConnectionIds: nillable(arrayOf(int()), {
        description: "Ids of the connections, the one that wins first; 0 stands for the CRM itself.",
      }),
    },
    answer: returns(boolean()),
  }),
  SupportsAdvancedSearch: reads({
    description: "Whether actors of a type can be searched for by criteria on single fields.",
    input: { ErpConnectionId, ErpActorType },
    answer: returns(boolean()),
  }),
  GetAllConnections: reads({
    description: "The connections, without their configuration values.",
    since: "Services88",
    input: { IncludeDeleted: boolean({ description: "True to get retired connections too." }) },
    answer: returns(nillable(arrayOf(nillable(ErpConnection)))),
  }),
  UpdateConnectionFields: writes({
    description: "Asks the connector for its actor types and fields again and stores them. Answers whether it could.",
    retry: "safe",
    input: { ErpConnectionId },
    answer: returns(boolean()),
  }),
  GetErpSyncConnectionSummary: reads({
    description: "What is configured for a connection, as text; nil when there is no such connection.",
    input: { ErpSyncConnectionId: ErpConnectionId },
    answer: returns(nillable(ErpSyncConnectionSummary)),
  }),
};
