import type {
  Contract,
  ErpActorType,
  ErpConnection,
  ErpSyncActorTypeMapping,
  ErpSyncConnectionSummary,
  ErpSyncConnectorEntity,
} from "@superoffice-soap/schema";
import { type Connection, connectionOf, connectionTypes, type PageArgs, pageArguments } from "./connection.ts";
import { type GraphModule, hasOperation, type Resolve } from "./graph-module.ts";
import { listSource } from "./list-source.ts";

/** ERP connections, their connectors, and how their fields are mapped. */
export function erpSyncModule(contract: Contract): GraphModule {
  const listed = hasOperation(contract, "ErpSync", "GetAllConnections");
  return {
    typeDefs: listed ? typeDefs + listDefs : typeDefs,
    resolvers: {
      Query: { erpConnection, ...(listed && { erpConnections }) },
      ErpConnection: { connector, summary, mapping },
      ...(listed && { ErpSyncConnectorEntity: { connections } }),
    },
  };
}

const typeDefs = `
  extend type Query {
    "A connection by its id, also a retired one; null when there is none."
    erpConnection("Id of the connection." id: Int!): ErpConnection
  }

  extend type ErpConnection {
    "The connector that the connection goes through."
    connector: ErpSyncConnectorEntity
    "The configuration in readable form."
    summary: ErpSyncConnectionSummary
    "How the fields of one type of actor are mapped; null when the connector lacks the type."
    mapping("What the actor is in the ERP." actorType: ErpActorType!): ErpSyncActorTypeMapping
  }`;

const listDefs = `
  ${connectionTypes("ErpConnection")}

  extend type Query {
    "The connections."
    erpConnections(${pageArguments}, "True to get retired connections too." includeDeleted: Boolean! = false): ErpConnectionConnection!
  }

  extend type ErpSyncConnectorEntity {
    "The connections that go through the connector and are not retired."
    connections: [ErpConnection!]!
  }`;

const erpConnection: Resolve<unknown, { id: number }, ErpConnection | null> = (_root, { id }, { netServer }) =>
  netServer.call("ErpSync", "GetConnection", { ErpConnectionId: id });

const erpConnections: Resolve<unknown, PageArgs & { includeDeleted: boolean }, Connection<ErpConnection | null>> = (
  _root,
  { includeDeleted, ...page },
  { netServer },
  info,
) =>
  connectionOf(page, listSource(netServer, "ErpSync", "GetAllConnections", { IncludeDeleted: includeDeleted }), info);

const connector: Resolve<ErpConnection, unknown, ErpSyncConnectorEntity | null> = (
  { ErpConnectorId = 0 },
  _args,
  { netServer },
) => netServer.call("ErpSync", "GetErpSyncConnectorEntity", { ErpSyncConnectorEntityId: ErpConnectorId });

const summary: Resolve<ErpConnection, unknown, ErpSyncConnectionSummary | null> = (
  { ErpConnectionId = 0 },
  _args,
  { netServer },
) => netServer.call("ErpSync", "GetErpSyncConnectionSummary", { ErpSyncConnectionId: ErpConnectionId });

const mapping: Resolve<ErpConnection, { actorType: ErpActorType }, ErpSyncActorTypeMapping | null> = (
  { ErpConnectionId = 0 },
  { actorType },
  { netServer },
) => netServer.call("ErpSync", "GetActorTypeMapping", { ErpConnectionId, ActorType: actorType });

const connections: Resolve<ErpSyncConnectorEntity, unknown, ErpConnection[]> = async (
  { ErpConnectorId = 0 },
  _args,
  { netServer },
) => {
  const all = await netServer.call("ErpSync", "GetAllConnections", { IncludeDeleted: false });
  return (all ?? []).filter((found) => found !== null).filter((found) => found.ErpConnectorId === ErpConnectorId);
};
