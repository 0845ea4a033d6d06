import { createNetServer, type NetServer } from "@superoffice-soap/netserver";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { graphqlApp } from "../src/graphql-app.ts";

let netServer: NetServer;
let query: (source: string, headers?: Record<string, string>) => Promise<Answer>;

// biome-ignore lint/suspicious/noExplicitAny: the test states the type of the data
type Answer = { data?: any; errors?: { message: string; extensions: Record<string, unknown> }[] };

beforeAll(async () => {
  netServer = await createNetServer();
  const app = graphqlApp({
    netServer,
    peerAddress: () => "127.0.0.1",
    developmentUser: { userName: "ADM0", password: "" },
  });
  query = async (source, headers = {}) => {
    const response = await app.request("http://localhost/graphql", {
      method: "POST",
      headers: { "content-type": "application/json", host: "localhost", ...headers },
      body: JSON.stringify({ query: source }),
    });
    return (await response.json()) as Answer;
  };
});
afterAll(() => netServer.close());

const saved = `mutation { saveForeignKey(applicationName: "erp", deviceName: "erp",
  foreignKey: { key: "no", value: "  æøå 😀 <&>\\"' ", tableName: "contact", recordId: 1 }) {
    key value tableName recordId createdBy updatedDate tableRight { mask } } }`;

describe("over the embedded NetServer", () => {
  test("a key is saved and read back to the character", async () => {
    const { data, errors } = await query(saved);
    expect(errors).toBeUndefined();
    expect(data.saveForeignKey).toMatchObject({
      key: "no",
      value: `  æøå 😀 <&>"' `,
      tableName: "contact",
      recordId: 1,
      tableRight: { mask: ["SELECT", "UPDATE", "INSERT", "DELETE"] },
    });
    expect(data.saveForeignKey.updatedDate).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    const read = await query(
      `{ keyOnDeviceIdentifier(applicationName: "erp", deviceName: "erp", deviceIdentifier: "", keyName: "no", tableName: "contact", recordId: 1) { value createdBy }
         foreignApp(name: "erp") { devices { name app { createdBy { name fullName } } keys { nodes { value record { keyValues { key value } } } } } } }`,
    );
    expect(read.errors).toBeUndefined();
    expect(read.data.keyOnDeviceIdentifier).toEqual({
      value: `  æøå 😀 <&>"' `,
      createdBy: data.saveForeignKey.createdBy,
    });
    const [device] = read.data.foreignApp.devices;
    expect(device.app.createdBy.name).toBe("ADM0");
    expect(device.keys.nodes[0].record.keyValues).toEqual([{ key: "erp.erp.no", value: `  æøå 😀 <&>"' ` }]);
  });

  test("a relation is saved, read at both ends, and deleted", async () => {
    const { data, errors } = await query(
      `mutation { saveContactRelation(contactRelationEntity: { sourceContactId: 1, destinationContactId: 2, relationDefinitionId: 1, comment: "x" }) {
        id relationId activeText source { contactName } destination { contactName } createdBy { name type } } }`,
    );
    expect(errors).toBeUndefined();
    const { relationId } = data.saveContactRelation;
    expect(relationId).toBeGreaterThan(0);
    expect(data.saveContactRelation.createdBy).toEqual({ name: "ADM0", type: "INTERNAL_ASSOCIATE" });
    await query(`mutation { deleteContactRelation(contactRelationEntityId: ${relationId}) }`);
    expect((await query(`{ contactRelation(id: ${relationId}) { relationId } }`)).data).toEqual({
      contactRelation: null,
    });
  });

  test("a refused field leaves what others of the request came to", async () => {
    const written = await query(`mutation {
      a: saveForeignKey(applicationName: "part", deviceName: "d", foreignKey: { key: "no", value: "1" }) { key }
      b: deleteForeignKey(applicationName: "part", deviceName: "d", recordId: 2, foreignKey: { key: "zz" }) }`);
    expect(written).toMatchObject({ data: { a: { key: "no" }, b: null }, errors: [{ path: ["b"] }] });
    const read = await query(`{ systemInfo { companyName } foreignApp(name: "part") { name }
      erpConnections(after: "x") { nodes { id } } crmRecord(table: "contcat", recordId: 2) { keyValues { key } } }`);
    expect(read.data).toEqual({
      systemInfo: { companyName: expect.any(String) },
      foreignApp: { name: "part" },
      erpConnections: null,
      crmRecord: null,
    });
    expect(read.errors?.map(({ extensions }) => extensions.path)).toEqual([["after"], ["table"]]);
    expect(read.errors?.[1]?.message).toContain('table "contcat" is not the name of a table; did you mean "contact"?');
  });

  test("a record has each key of every app, though the names of two are alike when joined", async () => {
    const save = ([app, device, identifier, key]: readonly string[]) =>
      `saveForeignKey(applicationName: "${app}", deviceName: "${device}", deviceIdentifier: "${identifier}",
        foreignKey: { key: "${key}", value: "${app}|${device}|${identifier}|${key}", tableName: "contact", recordId: 3 }) { key }`;
    const keys = [
      ["dot.x", "dot", "", "no"],
      ["dot", "x.dot", "", "no"],
      ["dot", "dot", "x.dot", "no"],
      ["dot", "elsewhere", "", "n.o."],
      ["DOT.y", "dot", "", ".no"],
      ["dot.z.z", "a.b", "c..d", "e.f"],
    ];
    const saves = keys.map((key, index) => `k${index}: ${save(key)}`);
    expect((await query(`mutation { ${saves.join("\n")} }`)).errors).toBeUndefined();
    const { data, errors } = await query(
      `{ crmRecord(table: "contact", recordId: 3) {
        keys { app { name } device { name deviceIdentifier } key { key value } } keyValues { key } } }`,
    );
    expect(errors).toBeUndefined();
    const found = data.crmRecord.keys.map(
      // biome-ignore lint/suspicious/noExplicitAny: the test states the type of the data
      ({ app, device, key }: any) => [app.name, device.name, device.deviceIdentifier, key.key].join("|"),
    );
    expect(found.toSorted()).toEqual(keys.map((key) => key.join("|")).toSorted());
    expect(data.crmRecord.keys.map(({ key }: { key: { value: string } }) => key.value)).toEqual(found);
    expect(data.crmRecord.keyValues.length).toBeLessThan(keys.length);
  });

  test("a ticket from signing in works, and a made-up one does not", async () => {
    const { data } = await query(
      `mutation { authenticateUsernamePassword(userName: "ADM0", password: "") { authenticationSucceeded credentials { ticket } } }`,
    );
    const { ticket } = data.authenticateUsernamePassword.credentials;
    const key = '{ key(applicationName: "erp", recordId: 0) { value } }';
    expect(await query(key, { authorization: `SOTicket ${ticket}` })).toEqual({ data: { key: null } });
    const { errors } = await query(key, { authorization: "SOTicket 7T:bogus" });
    expect(errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
    expect(JSON.stringify(errors)).not.toContain("bogus");
  });

  test.each([
    [`saveForeignKey(applicationName: "erp", deviceName: "erp", foreignKey: { value: "v" }) { key }`, "foreignKey.key"],
    [`saveForeignKey(applicationName: "erp", foreignKey: { key: "k", value: "v" }) { key }`, "deviceName"],
    [`addForeignKey(applicationName: "erp", deviceName: " ", foreignKey: { key: "k" }) { key }`, "deviceName"],
    [
      `saveForeignDevice(applicationName: "erp", foreignDevice: { deviceIdentifier: "1" }) { name }`,
      "foreignDevice.name",
    ],
  ])("a name that is blank or left out is refused at its argument: %s", async (field, path) => {
    const { errors } = await query(`mutation { ${field} }`);
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", path: path.split(".") } }]);
  });

  test.each([
    [
      `saveForeignKey(applicationName: "erp", deviceName: "${"d".repeat(32)}", foreignKey: { key: "k" }) { key }`,
      "BAD_USER_INPUT",
    ],
    [
      `saveForeignKey(applicationName: "erp", deviceName: "erp", foreignKey: { key: "${"k".repeat(240)}" }) { key }`,
      "BAD_USER_INPUT",
    ],
    [
      `saveForeignKey(applicationName: "erp", deviceName: "erp", foreignKey: { key: "k", recordId: 1 }) { key }`,
      "BAD_USER_INPUT",
    ],
    [`saveForeignAppEntity(foreignAppEntity: { foreignAppId: 4711, name: "x" }) { name }`, "NOT_FOUND"],
  ])("what NetServer refuses has its code and its words: %s", async (field, code) => {
    const { errors } = await query(`mutation { ${field} }`);
    expect(errors).toMatchObject([{ extensions: { code } }]);
    expect(errors![0]!.message).not.toBe("Unexpected error.");
  });
});
