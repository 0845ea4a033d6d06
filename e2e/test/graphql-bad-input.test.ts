import { type RunningServer, startServer } from "@superoffice-soap/server";
import { describe, expect, onTestFinished, test } from "vitest";
import { type GraphQLAnswer, graphqlOver } from "./graphql-server.ts";
import { embedded } from "./served.ts";

type Ask = (query: string, variables?: object) => Promise<GraphQLAnswer>;

/** GraphQL over an embedded NetServer, asked over HTTP. */
async function overEmbedded(): Promise<Ask> {
  const where = { store: ":memory:", services: "Services88", host: "127.0.0.1", port: 0, production: false } as const;
  const server: RunningServer = await startServer(where);
  onTestFinished(() => server.close());
  return async (query, variables = {}) => {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ query, variables });
    return (await (await fetch(`${server.url}/graphql`, { method: "POST", headers, body })).json()) as GraphQLAnswer;
  };
}

/** GraphQL over a NetServer that is reached by SOAP. */
async function overRemote(): Promise<Ask> {
  const { netServer, url } = await embedded();
  const { ask } = await graphqlOver(url);
  const authorization = `SOTicket ${await netServer.issueTicket("ADM0")}`;
  return (query, variables) => ask(query, variables, { authorization });
}

const save = `mutation ($key: ForeignKeyInput, $app: String = "erp", $device: String = "orders") {
  saveForeignKey(applicationName: $app, deviceName: $device, foreignKey: $key) { key }
}`;
const saveApp = "mutation ($app: ForeignAppEntityInput) { saveForeignAppEntity(foreignAppEntity: $app) { name } }";
const saveDevice =
  'mutation ($device: ForeignDeviceInput) { saveForeignDevice(foreignDevice: $device, applicationName: "erp") { name } }';
const connection = "mutation ($c: ErpConnectionInput) { saveConnection(connection: $c) { erpConnectionId } }";
const relation =
  "mutation ($r: ContactRelationEntityInput) { saveContactRelation(contactRelationEntity: $r) { relationId } }";

describe.each([
  ["an embedded NetServer", overEmbedded],
  ["a remote NetServer", overRemote],
])("with %s", (_name, start) => {
  test.each<[what: string, query: string, variables: object, path: unknown[], message: string | RegExp]>([
    [
      "a name too long",
      save,
      { device: "d".repeat(32) },
      ["deviceName"],
      "deviceName has 32 characters; the limit is 31.",
    ],
    ["a member too long", save, { key: { key: "k".repeat(240) } }, ["foreignKey", "key"], /^key has 240 characters/],
    ["a blank name", saveApp, { app: { name: " " } }, ["foreignAppEntity", "name"], "name must not be blank."],
    [
      "a device's name too long",
      saveDevice,
      { device: { name: "d".repeat(32) } },
      ["foreignDevice", "name"],
      /^name has/,
    ],
    [
      "an unknown table",
      save,
      { key: { key: "k", tableName: "nonsense" } },
      ["foreignKey", "tableName"],
      'tableName "nonsense" is not the name of a table.',
    ],
    [
      "a record without a table",
      save,
      { key: { recordId: 1 } },
      ["foreignKey", "recordId"],
      /^recordId must be 0 without a tableName/,
    ],
    [
      "a party that is none",
      relation,
      { r: { sourceContactId: 1 } },
      ["contactRelationEntity", "destinationContactId"],
      /./,
    ],
    ["an int out of range", save, { key: { recordId: 2 ** 31 } }, ["foreignKey", "recordId"], /32-bit/],
    [
      "an item out of range",
      connection,
      { c: { userGroupAccessIds: [1, 2 ** 31] } },
      ["connection", "userGroupAccessIds", 1],
      /32-bit/,
    ],
    ["an unknown field", save, { key: { recordID: 1 } }, ["foreignKey", "recordID"], /"recordID" is not defined/],
    [
      "no moment",
      save,
      { key: { createdDate: "2026-13-01" } },
      ["foreignKey", "createdDate"],
      /DateTime cannot represent/,
    ],
    ["text that XML cannot carry", save, { key: { value: "\u0000" } }, ["foreignKey", "value"], /U\+0000/],
    [
      "a literal out of range",
      "mutation { saveForeignKey(foreignKey: { recordId: 2147483648 }) { key } }",
      {},
      ["foreignKey", "recordId"],
      /32-bit/,
    ],
    [
      "an unknown field of a literal",
      "mutation { saveForeignKey(foreignKey: { kay: 1 }) { key } }",
      {},
      ["foreignKey", "kay"],
      /"kay"/,
    ],
    [
      "a page of nothing",
      '{ foreignApp(name: "own") { keys(first: 0) { nodes { key } } } }',
      {},
      ["first"],
      /^first must be/,
    ],
    [
      "an unknown table in the graph",
      '{ foreignApp(name: "own") { devices { keys(table: "nonsense") { nodes { key } } } } }',
      {},
      ["table"],
      'table "nonsense" is not the name of a table.',
    ],
  ])("%s is told with its code, its place and why", async (_what, query, variables, path, message) => {
    const ask = await start();
    const own = { app: "own", device: "d", key: { key: "k" } };
    expect(await ask(save, own)).toEqual({ data: { saveForeignKey: { key: "k" } } });
    const { errors = [] } = await ask(query, variables);
    expect(errors).toHaveLength(1);
    expect(errors[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", path });
    expect(errors[0]?.message).toMatch(message);
    expect(JSON.stringify(errors)).not.toMatch(/\bat .*\.(?:ts|cs):|stackTrace/i);
  });
});
