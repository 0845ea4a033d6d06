import { ApolloClient, gql, HttpLink, InMemoryCache } from "@apollo/client";
import { createNetServer, type NetServer } from "@superoffice-soap/netserver";
import { Client, fetchExchange } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { afterAll, beforeAll, expect, test } from "vitest";
import { graphqlApp } from "../../src/graphql-app.ts";

let netServer: NetServer;
let ask: typeof fetch;
const url = "http://localhost/graphql";

beforeAll(async () => {
  netServer = await createNetServer();
  const developmentUser = { userName: "ADM0", password: "" };
  const app = graphqlApp({ netServer, peerAddress: () => "127.0.0.1", developmentUser });
  ask = async (input, init) =>
    app.request(String(input), { ...init, headers: { ...headersOf(init), host: "localhost" } });
  await overTheWire(`mutation { saveConnection(connection: { erpConnectorId: 1, displayName: "Demo", active: true, allAccess: true }) { id }
    saveForeignKey(applicationName: "erp", deviceName: "erp", foreignKey: { key: "no", value: "1", tableName: "contact", recordId: 2 }) { key } }`);
});
afterAll(() => netServer.close());

function headersOf(init: RequestInit | undefined): Record<string, string> {
  return Object.fromEntries(new Headers(init?.headers));
}

async function overTheWire(query: string): Promise<object> {
  const headers = { "content-type": "application/json" };
  const response = await ask(url, { method: "POST", headers, body: JSON.stringify({ query }) });
  const { data, errors } = (await response.json()) as { data: object; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

async function throughApollo(query: string): Promise<unknown> {
  const client = new ApolloClient({ cache: new InMemoryCache(), link: new HttpLink({ uri: url, fetch: ask }) });
  const document = gql(query);
  await client.query({ query: document });
  return client.readQuery({ query: document });
}

async function throughGraphcache(query: string): Promise<unknown> {
  const exchanges = [cacheExchange({ logger: () => undefined }), fetchExchange];
  const client = new Client({ url, exchanges, fetch: ask, preferGetMethod: false });
  await client.query(query, {}).toPromise();
  return client.readQuery(query, {})?.data;
}

const types = /,?"__typename":"\w+"/g;

function withoutTypes(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data).replace(types, "").replaceAll("{,", "{"));
}

test.each([
  [
    "items of several lists",
    "{ connectionListMappings(erpConnectionId: 1) { erpListItemMappings { erpListName crmList { listItemId: mdoListItemId name } } } }",
  ],
  ["connectors", "{ allConnectors { listItemId name } }"],
  [
    "apps that are not stored",
    `{ a: appByName(applicationName: "zzz") { id name } default: defaultForeignAppEntity { id name foreignAppId }
       erp: foreignApp(name: "erp") { id name devices { id name keys { edges { cursor node { key value } } } } } }`,
  ],
  [
    "the keys of a record",
    `{ crmRecord(table: "contact", recordId: 2) { keys { app { id name } device { id name } key { key value } } } }`,
  ],
])("caches with their defaults show %s as they came", async (_what, query) => {
  const wire = await overTheWire(query);
  expect(JSON.stringify(wire)).toMatch(/"name":"/);
  expect(withoutTypes(await throughApollo(query))).toEqual(wire);
  expect(withoutTypes(await throughGraphcache(query))).toEqual(wire);
});
