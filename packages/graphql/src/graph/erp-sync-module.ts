import type {
  Contract,
  ErpActorType,
  ErpConnection,
  ErpSyncActorTypeMapping,
  ErpSyncConnectionSummary,
  ErpSyncConnectorEntity,
} from "@superoffice-soap/schema";
import { type Connection, connectionOf, connectionTypes, type PageArgs, pageArguments } from "./connection.ts";
import type { ItemOrder } from "./cursor.ts";
import { type GraphModule, hasOperation, type Resolve } from "./graph-module.ts";
import { listSource } from "./list-source.ts";

/** Makes the module of ERP connections, their connectors and the mappings of their fields. */
export function erpSyncModule(contract: Contract): GraphModule {
  const listed = hasOperation(contract, "ErpSync", "GetAllConnections");
  return {
    typeDefs: listed ? typeDefs + listDefs : typeDefs,
    resolvers: {
      Query: { erpConnection, ...(listed && { erpConnections }) },
      ErpConnection: { connector, summary, mapping },
      ...(listed && { ErpSyncConnectorEntity: { connections } }),
    },
    parameters: {
      Query: { erpConnection: { ErpConnectionId: "id" }, erpConnections: { IncludeDeleted: "includeDeleted" } },
      ErpConnection: { mapping: { ActorType: "actorType" } },
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
    erpConnections(${pageArguments}, "True to get retired connections too." includeDeleted: Boolean! = false): ErpConnectionConnection
  }

  extend type ErpSyncConnectorEntity {
    "The connections that go through the connector and are not retired."
    connections: [ErpConnection!]!
  }`;

const erpConnection: Resolve<unknown, { id: number }, ErpConnection | null> = (_root, { id }, { session }) =>
  session.call("ErpSync", "GetConnection", { ErpConnectionId: id });

const erpConnections: Resolve<unknown, PageArgs & { includeDeleted: boolean }, Connection<ErpConnection | null>> = (
  _root,
  { includeDeleted, ...page },
  { session },
  info,
) => {
  const list = listSource(session, "ErpSync", "GetAllConnections", { IncludeDeleted: includeDeleted });
  return connectionOf(page, list, orderOfConnections, info);
};

const orderOfConnections: ItemOrder<ErpConnection | null> = {
  identity: (connection) => [connection?.ErpConnectionId],
  rank: (connection) => connection?.ErpConnectionId,
};

// An id that is 0, nil or missing names no record: there is nothing to ask for.

const connector: Resolve<ErpConnection, unknown, ErpSyncConnectorEntity | null> = (
  { ErpConnectorId: id },
  _args,
  { session },
) => (id ? session.call("ErpSync", "GetErpSyncConnectorEntity", { ErpSyncConnectorEntityId: id }) : null);

const summary: Resolve<ErpConnection, unknown, ErpSyncConnectionSummary | null> = (
  { ErpConnectionId: id },
  _args,
  { session },
) => (id ? session.call("ErpSync", "GetErpSyncConnectionSummary", { ErpSyncConnectionId: id }) : null);

const mapping: Resolve<ErpConnection, { actorType: ErpActorType }, ErpSyncActorTypeMapping | null> = (
  { ErpConnectionId: id },
  { actorType },
  { session },
) => (id ? session.call("ErpSync", "GetActorTypeMapping", { ErpConnectionId: id, ActorType: actorType }) : null);

const connections: Resolve<ErpSyncConnectorEntity, unknown, ErpConnection[]> = async (
  { ErpConnectorId: id },
  _args,
  { session },
) => {
  if (!id) return [];
  const all = await session.call("ErpSync", "GetAllConnections", { IncludeDeleted: false });
  return (all ?? []).filter((found) => found !== null).filter((found) => found.ErpConnectorId === id);
};
