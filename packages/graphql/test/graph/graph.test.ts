import { NetServerError } from "@superoffice-soap/schema";
import { describe, expect, test } from "vitest";
import { listSource } from "../../src/graph/list-source.ts";
import type { Session, Slice } from "../../src/session/session.ts";
import { ask } from "../ask.ts";
import { type Answers, recordingNetServer } from "../recording-netserver.ts";

const app = {
  ForeignAppId: 3,
  Name: "erp",
  Devices: [
    { ForeignDeviceId: 7, Name: "erp", DeviceIdentifier: "", ForeignAppId: 3 },
    { ForeignDeviceId: 8, Name: "erp", DeviceIdentifier: "test", ForeignAppId: 3 },
  ],
};

function keys(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    Key: "no",
    Value: `${index}`,
    TableName: "contact",
    RecordId: index + 1,
  }));
}

async function asked(answers: Answers, query: string, services: "Services87" | "Services88" = "Services88") {
  const netServer = recordingNetServer(answers);
  const { data, errors } = await ask(netServer, query, {}, services);
  return { data, errors, operations: netServer.calls.map(({ operation }) => operation), calls: netServer.calls };
}

describe("a foreign app", () => {
  test("has devices, and they have keys: one call for the app and one for each device", async () => {
    const { data, calls, operations } = await asked(
      { GetAppByName: app, GetDeviceKeysOnDeviceIdentifier: keys(1) },
      `{ foreignApp(name: "erp") { devices { deviceIdentifier app { name } keys { nodes { value record { table recordId } } } } } }`,
    );
    const nodes = [{ value: "0", record: { table: "contact", recordId: 1 } }];
    expect(data.foreignApp.devices).toEqual([
      { deviceIdentifier: "", app: { name: "erp" }, keys: { nodes } },
      { deviceIdentifier: "test", app: { name: "erp" }, keys: { nodes } },
    ]);
    expect(operations).toEqual(["GetAppByName", "GetDeviceKeysOnDeviceIdentifier", "GetDeviceKeysOnDeviceIdentifier"]);
    expect(calls[2]?.input).toEqual({ ApplicationName: "erp", DeviceName: "erp", DeviceIdentifier: "test" });
  });

  test("that NetServer does not know is null", async () => {
    const { data } = await asked({ GetAppByName: { ForeignAppId: 0, Name: "" } }, `{ foreignApp(name: "x") { name } }`);
    expect(data).toEqual({ foreignApp: null });
  });

  test("is found once for all devices that were found without it", async () => {
    const { operations } = await asked(
      { GetApplicationDevices: app.Devices, GetForeignAppEntity: app },
      `{ applicationDevices(applicationName: "erp") { key(name: "no", table: "contact", recordId: 1) { value } } }`,
    );
    expect(operations).toEqual([
      "GetApplicationDevices",
      "GetForeignAppEntity",
      "GetKeyOnDeviceIdentifier",
      "GetKeyOnDeviceIdentifier",
    ]);
  });

  test.each([
    ["", "GetDeviceKeysOnDeviceIdentifier"],
    ['(table: "sale")', "GetDeviceKeysOnDeviceIdentifierTable"],
    ['(table: "sale", recordId: 4)', "GetDeviceKeysOnDeviceIdentifierTableRecordId"],
  ])("asks for no more keys than keys%s", async (args, operation) => {
    const { operations } = await asked(
      { GetAppByName: app, GetDeviceByIdentifier: app.Devices[0], GetForeignAppEntity: app },
      `{ foreignApp(name: "erp") { device(name: "erp") { keys${args} { nodes { key } } } } }`,
    );
    expect(operations.at(-1)).toBe(operation);
  });
});

test("the keys of a record cannot be asked for without its table", async () => {
  const { errors, operations } = await asked(
    { GetAppByName: app, GetDeviceByIdentifier: app.Devices[0], GetForeignAppEntity: app },
    `{ foreignApp(name: "erp") { device(name: "erp") { keys(recordId: 2) { nodes { key } } } } }`,
  );
  expect(errors).toMatchObject([
    { message: "recordId needs a table.", extensions: { code: "BAD_USER_INPUT", path: ["recordId"] } },
  ]);
  expect(operations.filter((operation) => operation.startsWith("GetDeviceKeys"))).toEqual([]);
});

describe("a connection", () => {
  const query = (args: string) =>
    `{ foreignApp(name: "erp") { keys(${args}) { edges { cursor node { value } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`;

  test("is read page by page, to its end", async () => {
    const read: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < 3; page++) {
      const cursor: string = after === null ? "" : `, after: "${after}"`;
      const { data } = await asked({ GetAppByName: app, GetApplicationKeys: keys(5) }, query(`first: 2${cursor}`));
      const { edges, pageInfo } = data.foreignApp.keys;
      read.push(...edges.map(({ node }: { node: { value: string } }) => node.value));
      expect(pageInfo).toMatchObject({
        hasNextPage: page < 2,
        hasPreviousPage: page > 0,
        startCursor: edges[0].cursor,
      });
      after = pageInfo.endCursor;
    }
    expect(read).toEqual(["0", "1", "2", "3", "4"]);
  });

  test("stops reading NetServer's list where the page ends", async () => {
    let given = 0;
    const endless = function* () {
      for (;;) yield { Value: `${given++}` };
    };
    const { data } = await asked({ GetAppByName: app, GetApplicationKeys: endless }, query("first: 3"));
    expect(data.foreignApp.keys.edges.length).toBe(3);
    expect(given).toBe(4);
  });

  test("shares its call with others of the same list, each with its own part", async () => {
    let given = 0;
    const endless = function* () {
      for (;;) yield { Value: `${given++}` };
    };
    const { data, operations } = await asked(
      { GetAppByName: app, GetApplicationKeys: endless },
      `{ foreignApp(name: "erp") { a: keys(first: 2) { ...Page } b: keys(first: 5) { ...Page }
           c: keys(first: 2, after: "${Buffer.from("place:3").toString("base64url")}") { ...Page } } }
       fragment Page on ForeignKeyConnection { nodes { value } pageInfo { hasNextPage } }`,
    );
    const values = (page: { nodes: { value: string }[] }) => page.nodes.map(({ value }) => value).join("");
    const { a, b, c } = data.foreignApp;
    expect([a, b, c].map(values)).toEqual(["01", "01234", "45"]);
    expect([a, b, c].every(({ pageInfo }) => pageInfo.hasNextPage)).toBe(true);
    expect(operations).toEqual(["GetAppByName", "GetApplicationKeys"]);
    expect(given).toBe(7);
  });

  test("far from another is not read together with what lies between", async () => {
    const slices: unknown[] = [];
    const session = {
      slice: async (_agent: string, _operation: string, _input: object, { offset, limit }: Slice) => {
        slices.push([offset, limit]);
        return Array.from({ length: limit }, (_, index) => offset + index);
      },
    };
    // The list calls only this method of a session.
    const list = listSource(session as unknown as Session, "ErpSync", "GetAllConnections", {});
    const wanted = [
      { offset: 1000, limit: 2 },
      { offset: 0, limit: 3 },
      { offset: 3, limit: 1 },
      { offset: 1001, limit: 2 },
    ];
    expect(await Promise.all(wanted.map((slice) => list.slice(slice)))).toEqual([
      [1000, 1001],
      [0, 1, 2],
      [3],
      [1001, 1002],
    ]);
    expect(slices).toEqual([
      [0, 4],
      [1000, 3],
    ]);
  });

  test("fails with all that share its call", async () => {
    const { errors, operations } = await asked(
      {
        GetForeignAppEntity: app,
        GetAllConnections: () => {
          throw new NetServerError("no", { exceptionType: "SuperOffice.Exceptions.SoSentryException" });
        },
      },
      "{ a: erpConnections(first: 1) { nodes { active } } b: erpConnections(first: 2) { nodes { active } } }",
    );
    expect(errors.map(({ message }: { message: string }) => message)).toEqual(["no", "no"]);
    expect(operations).toEqual(["GetAllConnections"]);
  });

  test("without items has no cursors", async () => {
    const { data } = await asked({ GetAppByName: app }, query("first: 3"));
    const pageInfo = { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null };
    expect(data.foreignApp.keys).toEqual({ edges: [], pageInfo });
  });

  test.each([
    ["first: 0", "first must be 1 to 1000."],
    ["first: 1001", "first must be 1 to 1000."],
    ['after: "x"', "after is no cursor of this list."],
  ])("is refused with %s", async (args, message) => {
    const { errors } = await asked({ GetAppByName: app }, query(args));
    expect(errors).toMatchObject([{ message, extensions: { code: "BAD_USER_INPUT" } }]);
  });
});

describe("a CRM record", () => {
  test("has the keys of one app with their devices, and the values of all apps", async () => {
    const { data, operations } = await asked(
      {
        GetAppByName: app,
        GetDeviceKeysOnDeviceIdentifierTableRecordId: ({ DeviceIdentifier }: { DeviceIdentifier: string }) =>
          DeviceIdentifier === "test" ? keys(1) : [],
        GetAllForeignKeysOnEntity: { "erp.test.no": "0" },
      },
      `{ crmRecord(table: "contact", recordId: 1) {
           keys(app: "erp") { device { deviceIdentifier } key { value } } keyValues { key value } } }`,
    );
    expect(data.crmRecord).toEqual({
      keys: [{ device: { deviceIdentifier: "test" }, key: { value: "0" } }],
      keyValues: [{ key: "erp.test.no", value: "0" }],
    });
    expect(operations.length).toBe(4);
  });

  test("has no values of all apps in a version that cannot tell them", async () => {
    const { errors } = await asked(
      {},
      `{ crmRecord(table: "contact", recordId: 1) { keyValues { key } } }`,
      "Services87",
    );
    expect(errors).toMatchObject([{ message: 'Cannot query field "keyValues" on type "CrmRecord".' }]);
  });
});

test("a relation has two ends and who made it", async () => {
  const relation = {
    SourceContactId: 1,
    SourceContactName: "Active",
    DestinationContactId: 2,
    DestinationPersonId: 5,
    CreatedBy: { Name: "ADM0" },
  };
  const { data, operations } = await asked(
    { GetContactRelationEntity: relation },
    `{ contactRelation(id: 1) { createdBy { name }
        source { contactId contactName personId person { recordId } } destination { contact { table recordId } person { table recordId } } } }`,
  );
  expect(data.contactRelation).toEqual({
    createdBy: { name: "ADM0" },
    source: { contactId: 1, contactName: "Active", personId: 0, person: null },
    destination: { contact: { table: "contact", recordId: 2 }, person: { table: "person", recordId: 5 } },
  });
  expect(operations).toEqual(["GetContactRelationEntity"]);
});

test.each([{ ErpConnectorId: null }, {}, { ErpConnectorId: 0 }])(
  "a connection with %j has no connector",
  async (members) => {
    const { data, operations } = await asked(
      { GetConnection: { ErpConnectionId: 1, ...members } },
      "{ connection(erpConnectionId: 1) { connector { displayName } } }",
    );
    expect([data, operations]).toEqual([{ connection: { connector: null } }, ["GetConnection"]]);
  },
);

test("ids that are nil read as none", async () => {
  const nil = {
    ErpConnectionId: null,
    ErpConnectorId: null,
    ForeignAppId: null,
    SourceContactId: null,
    SourcePersonId: null,
  };
  const { data, operations } = await asked(
    {
      GetConnection: nil,
      GetErpSyncConnectorEntity: nil,
      GetAllConnections: [nil, { ErpConnectorId: 5 }],
      GetForeignDevice: { ...nil, Name: "d" },
      GetContactRelationEntity: nil,
    },
    `{ connection(erpConnectionId: 1) { summary { active } mapping(actorType: CUSTOMER) { isActive } }
       erpSyncConnectorEntity(erpSyncConnectorEntityId: 1) { connections { active } }
       foreignDevice(foreignDeviceId: 1) { app { name } key(name: "k") { key } }
       contactRelation(id: 1) { source { contactId personId person { recordId } } } }`,
  );
  expect(data).toEqual({
    connection: { summary: null, mapping: null },
    erpSyncConnectorEntity: { connections: [] },
    foreignDevice: { app: null, key: null },
    contactRelation: { source: { contactId: 0, personId: 0, person: null } },
  });
  expect(operations).not.toContain("GetForeignAppEntity");
});

test("connections share one look-up of their connector", async () => {
  const connections = [1, 2, 3].map((id) => ({ ErpConnectionId: id, ErpConnectorId: 9 }));
  const { data, operations } = await asked(
    { GetAllConnections: connections, GetErpSyncConnectorEntity: { ErpConnectorId: 9, URL: "http://erp" } },
    `{ erpConnections { nodes { connector { url connections { erpConnectionId } } } } }`,
  );
  const connector = {
    url: "http://erp",
    connections: connections.map(({ ErpConnectionId }) => ({ erpConnectionId: ErpConnectionId })),
  };
  expect(data.erpConnections.nodes).toEqual([{ connector }, { connector }, { connector }]);
  expect(operations).toEqual(["GetAllConnections", "GetErpSyncConnectorEntity", "GetAllConnections"]);
});

describe("a node", () => {
  test("is found again by its id", async () => {
    const answers = { GetAppByName: app, GetForeignDevice: app.Devices[1] };
    const first = await asked(answers, `{ foreignApp(name: "erp") { id devices { id } } }`);
    const [, { id }] = first.data.foreignApp.devices;
    const again = await asked(
      answers,
      `{ node(id: "${id}") { id __typename ... on ForeignDevice { deviceIdentifier } } }`,
    );
    expect(again.data.node).toEqual({ id, __typename: "ForeignDevice", deviceIdentifier: "test" });
    expect(again.calls[0]?.input).toEqual({ ForeignDeviceId: 8 });
    expect(id).not.toBe(first.data.foreignApp.id);
  });

  test("that is not stored shares its id with what is alike only, and is not found by it", async () => {
    const answers = {
      CreateDefaultForeignAppEntity: { ForeignAppId: 0, Name: "new" },
      GetAppByName: ({ ApplicationName }: { ApplicationName: string }) => ({ ForeignAppId: 0, Name: ApplicationName }),
    };
    const query = `{ defaultForeignAppEntity { id } a: appByName(applicationName: "a") { id }
      b: appByName(applicationName: "b") { id } again: appByName(applicationName: "a") { id name } }`;
    const { data } = await asked(answers, query);
    const { a, b, again, defaultForeignAppEntity } = data;
    expect(new Set([a.id, b.id, defaultForeignAppEntity.id]).size).toBe(3);
    expect(again.id).toBe(a.id);
    const { data: found, operations } = await asked(answers, `{ node(id: "${a.id}") { id } }`);
    expect([found, operations]).toEqual([{ node: null }, []]);
  });

  test.each([
    "",
    "x",
    Buffer.from("Query:1").toString("base64url"),
    Buffer.from("constructor:1").toString("base64url"),
    Buffer.from("ForeignAppEntity:2147483648").toString("base64url"),
    Buffer.from("ForeignAppEntity:0").toString("base64url"),
  ])("with the id %j is null", async (id) => {
    const { data, operations } = await asked({}, `{ node(id: "${id}") { id } }`);
    expect([data, operations]).toEqual([{ node: null }, []]);
  });
});

test("what a mutation stored is read anew in the same request", async () => {
  let value = "old";
  const { data } = await asked(
    {
      GetAppByName: app,
      GetForeignAppEntity: app,
      SaveForeignKey: ({ ForeignKey }: { ForeignKey: { Value: string } }) => {
        value = ForeignKey.Value;
        return ForeignKey;
      },
      SaveForeignDevice: app.Devices[0],
      GetKeyOnDeviceIdentifier: () => ({ Value: value }),
    },
    `mutation {
      before: saveForeignDevice(applicationName: "erp") { key(name: "no") { value } }
      saveForeignKey(foreignKey: { value: "new" }) { value }
      after: saveForeignDevice(applicationName: "erp") { key(name: "no") { value } } }`,
  );
  expect([data.before.key.value, data.after.key.value]).toEqual(["old", "new"]);
});
