import { Buffer } from "node:buffer";
import type {
  ContactRelationEntity,
  ErpConnection,
  ErpSyncConnectorEntity,
  ForeignAppEntity,
  ForeignDevice,
} from "@superoffice-soap/schema";
import type { CallerSession } from "../caller-session.ts";
import type { GraphModule, Resolve } from "./graph-module.ts";

type Row = Readonly<Record<string, unknown>>;

interface NodeType<T> {
  /** The object's own id. */
  readonly key: (row: T) => number | undefined;
  readonly find: (netServer: CallerSession, id: number) => Promise<T | null>;
}

const foreignApp: NodeType<ForeignAppEntity> = {
  key: ({ ForeignAppId }) => ForeignAppId,
  find: (netServer, id) => netServer.call("ForeignSystem", "GetForeignAppEntity", { ForeignAppEntityId: id }),
};

const foreignDevice: NodeType<ForeignDevice> = {
  key: ({ ForeignDeviceId }) => ForeignDeviceId,
  find: (netServer, id) => netServer.call("ForeignSystem", "GetForeignDevice", { ForeignDeviceId: id }),
};

const erpConnection: NodeType<ErpConnection> = {
  key: ({ ErpConnectionId }) => ErpConnectionId,
  find: (netServer, id) => netServer.call("ErpSync", "GetConnection", { ErpConnectionId: id }),
};

const erpConnector: NodeType<ErpSyncConnectorEntity> = {
  key: ({ ErpConnectorId }) => ErpConnectorId,
  find: (netServer, id) => netServer.call("ErpSync", "GetErpSyncConnectorEntity", { ErpSyncConnectorEntityId: id }),
};

const contactRelation: NodeType<ContactRelationEntity> = {
  key: ({ RelationId }) => RelationId,
  find: (netServer, id) => netServer.call("Relation", "GetContactRelationEntity", { ContactRelationEntityId: id }),
};

const nodeTypes = {
  ForeignAppEntity: foreignApp,
  ForeignDevice: foreignDevice,
  ErpConnection: erpConnection,
  ErpSyncConnectorEntity: erpConnector,
  ContactRelationEntity: contactRelation,
};

/** Whatever has an id of its own can be found by one that is unique among all of them, as Relay wants it. */
export function nodeModule(): GraphModule {
  const names = Object.keys(nodeTypes) as (keyof typeof nodeTypes)[];
  return {
    typeDefs: `
      "What can be found again by its id alone."
      interface Node {
        "Unique among all nodes; it has no meaning of its own."
        id: ID!
      }
      ${names.map((name) => `extend type ${name} implements Node { "Unique among all nodes; it has no meaning of its own." id: ID! }`).join("\n")}
      extend type Query {
        "The node with this id; null when there is none."
        node("The id, as a node gave it." id: ID!): Node
      }`,
    resolvers: {
      Query: { node: findNode },
      ...Object.fromEntries(names.map((name) => [name, { id: idResolver(name, nodeTypes[name]) }])),
    },
  };
}

const findNode: Resolve<unknown, { id: string }, Row | null> = async (_root, { id }, { netServer }) => {
  const [, name = "", number] = /^(\w+):(\d{1,10})$/.exec(Buffer.from(id, "base64url").toString()) ?? [];
  if (!Object.hasOwn(nodeTypes, name)) return null;
  const found = await nodeTypes[name as keyof typeof nodeTypes].find(netServer, Number(number));
  return found === null ? null : { ...found, __typename: name };
};

function idResolver<T>(name: string, { key }: NodeType<T>): Resolve<T, object, string> {
  return (row) => Buffer.from(`${name}:${key(row) ?? 0}`).toString("base64url");
}
