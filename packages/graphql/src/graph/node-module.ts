import { Buffer } from "node:buffer";
import { hash } from "node:crypto";
import {
  type ContactRelationEntity,
  type ErpConnection,
  type ErpSyncConnectorEntity,
  type ForeignAppEntity,
  type ForeignDevice,
  integerRanges,
} from "@superoffice-soap/schema";
import type { Session } from "../session/session.ts";
import type { GraphModule, Resolve } from "./graph-module.ts";

type Row = Readonly<Record<string, unknown>>;

interface NodeType {
  /** The member that holds the object's own id. */
  readonly key: string;
  readonly find: (session: Session, id: number) => Promise<object | null>;
}

function nodeType<T extends object>(
  key: keyof T & string,
  find: (session: Session, id: number) => Promise<T | null>,
): NodeType {
  return { key, find };
}

const nodeTypes: ReadonlyMap<string, NodeType> = new Map([
  [
    "ForeignAppEntity",
    nodeType<ForeignAppEntity>("ForeignAppId", (session, id) =>
      session.call("ForeignSystem", "GetForeignAppEntity", { ForeignAppEntityId: id }),
    ),
  ],
  [
    "ForeignDevice",
    nodeType<ForeignDevice>("ForeignDeviceId", (session, id) =>
      session.call("ForeignSystem", "GetForeignDevice", { ForeignDeviceId: id }),
    ),
  ],
  [
    "ErpConnection",
    nodeType<ErpConnection>("ErpConnectionId", (session, id) =>
      session.call("ErpSync", "GetConnection", { ErpConnectionId: id }),
    ),
  ],
  [
    "ErpSyncConnectorEntity",
    nodeType<ErpSyncConnectorEntity>("ErpConnectorId", (session, id) =>
      session.call("ErpSync", "GetErpSyncConnectorEntity", { ErpSyncConnectorEntityId: id }),
    ),
  ],
  [
    "ContactRelationEntity",
    nodeType<ContactRelationEntity>("RelationId", (session, id) =>
      session.call("Relation", "GetContactRelationEntity", { ContactRelationEntityId: id }),
    ),
  ],
]);

/**
 * Makes the module that finds each object with an id of its own by an id that is unique among all objects, as Relay
 * requires.
 */
export function nodeModule(): GraphModule {
  const extensions = [...nodeTypes.keys()].map((name) => `extend type ${name} implements Node { ${idField} }`);
  return {
    typeDefs: `
      "What can be found again by its id alone."
      interface Node { ${idField} }

      extend type Query {
        "The node with this id; null when there is none."
        node("The id, as a node gave it." id: ID!): Node
      }
      ${extensions.join("\n")}`,
    resolvers: {
      Query: { node: findNode },
      ...Object.fromEntries([...nodeTypes].map(([name, { key }]) => [name, { id: idResolver(name, key) }])),
    },
  };
}

const idField = `"""
Unique among all nodes; it has no meaning of its own. What is not stored has one too, after what it holds; no node is
found by that.
""" id: ID!`;

const [, maximum] = integerRanges.int;

const findNode: Resolve<unknown, { id: string }, Row | null> = async (_root, { id }, { session }) => {
  const [, name = "", digits] = /^(\w+):(\d{1,10})$/.exec(Buffer.from(id, "base64url").toString()) ?? [];
  const number = Number(digits);
  // An entity that is not stored has no number, and one beyond the range cannot exist.
  const found = number >= 1 && number <= maximum ? await nodeTypes.get(name)?.find(session, number) : null;
  return found ? { ...found, __typename: name } : null;
};

function idResolver(name: string, key: string): Resolve<Row, object, string> {
  return (row) => Buffer.from(`${name}:${row[key] || `unsaved:${contentOf(row)}`}`).toString("base64url");
}

/**
 * Returns a fingerprint of an entity that is not stored: clients keep objects by their id, so only equal objects may
 * share one.
 */
function contentOf(row: Row): string {
  const json = JSON.stringify(row, (_name, value: unknown) => (typeof value === "bigint" ? String(value) : value));
  return hash("sha256", json, "base64url").slice(0, 22);
}
