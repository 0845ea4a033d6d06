import { NetServerError, SchemaError } from "@superoffice-soap/schema";
import { describe, expect, test } from "vitest";
import { graphqlApp } from "../../src/graphql-app.ts";
import { type Answers, recordingNetServer } from "../recording-netserver.ts";

const device0 = { ForeignDeviceId: 7, Name: "erp", DeviceIdentifier: "", ForeignAppId: 3 };
const app = { ForeignAppId: 3, Name: "erp", Devices: [device0] };

interface Refusal {
  readonly message: string;
  readonly extensions: { readonly path?: readonly string[] };
}

async function asked(answers: Answers, query: string) {
  const netServer = recordingNetServer(answers);
  const headers = { "content-type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify({ query }) };
  const response = await graphqlApp({ netServer }).request("/graphql", init);
  // The app above writes it.
  const { errors } = (await response.json()) as { errors: Refusal[] };
  return { errors, calls: netServer.calls };
}

const keysOfRecord = `{ crmRecord(table: "t", recordId: 1) { keys(app: "x") { key { key } } } }`;
const keyValuesOfRecord = `{ crmRecord(table: "t", recordId: 1) { keyValues { key } } }`;
const keysOfDevice = `{ foreignApp(name: "erp") { device(name: "erp") { keys(table: "t", recordId: 1) { nodes { key } } } } }`;
const mappingOfConnection = "{ erpConnection(id: 1) { mapping(actorType: CUSTOMER) { isActive } } }";

describe("an error about an argument of the graph names that argument", () => {
  const control = "a\\u0001";
  const device = `foreignApp(name: "erp") { device(name: "erp")`;

  test.each([
    ["foreignApp", `{ foreignApp(name: "${control}") { name } }`, "name"],
    ["device", `{ foreignApp(name: "erp") { device(name: "${control}") { name } } }`, "name"],
    [
      "identifier",
      `{ foreignApp(name: "erp") { device(name: "d", identifier: "${control}") { name } } }`,
      "identifier",
    ],
    ["key", `{ ${device} { key(name: "${control}") { key } } } }`, "name"],
    ["key's table", `{ ${device} { key(name: "no", table: "${control}") { key } } } }`, "table"],
    ["keys", `{ ${device} { keys(table: "${control}") { nodes { key } } } } }`, "table"],
    ["crmRecord", `{ crmRecord(table: "${control}", recordId: 1) { keyValues { key } } }`, "table"],
    ["crmRecord's keys", `{ crmRecord(table: "t", recordId: 1) { keys(app: "${control}") { key { key } } } }`, "app"],
  ])("%s", async (_field, query, argument) => {
    const { errors, calls } = await asked(
      { GetAppByName: app, GetDeviceByIdentifier: device0, GetForeignAppEntity: app },
      query,
    );
    expect(errors).toMatchObject([
      {
        message: `Expected text that XML can carry but found U+0001 at ${argument}.`,
        extensions: { code: "BAD_USER_INPUT", path: [argument] },
      },
    ]);
    expect(JSON.stringify(calls.map(({ input }) => input))).not.toContain("u0001");
  });

  const refusal = (parameter: string) => () => {
    throw new NetServerError(`${parameter} has 300 characters; the limit is 254.`, {
      exceptionType: "SuperOffice.Exceptions.SoValidationException",
      parameters: { [parameter]: "too long" },
    });
  };

  test.each([
    ["foreignApp(name:)", "GetAppByName", "ApplicationName", `{ foreignApp(name: "x") { name } }`, "name"],
    ["device(name:)", "GetDeviceByIdentifier", "DeviceName", `{ ${device} { name } } }`, "name"],
    ["crmRecord(table:)", "GetAllForeignKeysOnEntity", "EntityType", keyValuesOfRecord, "table"],
    ["crmRecord(recordId:)", "GetAllForeignKeysOnEntity", "EntityId", keyValuesOfRecord, "recordId"],
    ["keys(app:)", "GetAppByName", "ApplicationName", keysOfRecord, "app"],
    ["keys(recordId:)", "GetDeviceKeysOnDeviceIdentifierTableRecordId", "RecordId", keysOfDevice, "recordId"],
    ["mapping(actorType:)", "GetActorTypeMapping", "ActorType", mappingOfConnection, "actorType"],
  ])("%s, when NetServer refuses it", async (_argument, operation, parameter, query, argument) => {
    const found = { GetAppByName: app, GetDeviceByIdentifier: device0, GetForeignAppEntity: app };
    const { errors } = await asked(
      { ...found, GetConnection: { ErpConnectionId: 1 }, [operation]: refusal(parameter) },
      query,
    );
    expect(errors).toMatchObject([
      { message: `${argument} has 300 characters; the limit is 254.`, extensions: { path: [argument] } },
    ]);
  });

  test("and none when it is one of an object that it is in", async () => {
    const refusals = [refusal("ApplicationName"), unfit("ApplicationName"), unfit("EntityType")];
    for (const refuse of refusals) {
      const answers = { GetAppByName: app, GetDeviceByIdentifier: refuse };
      const { errors } = await asked(answers, `{ ${device} { name } } }`);
      expect(errors).toHaveLength(1);
      expect(errors[0]?.message).not.toMatch(/ at /);
      expect(errors[0]?.extensions.path ?? []).toEqual([]);
    }
  });

  test("as the client's own check of a call names the parameter", async () => {
    const { errors } = await asked({ GetAppByName: unfit("ApplicationName") }, `{ foreignApp(name: "x") { name } }`);
    expect(errors).toMatchObject([{ message: "Expected text but found x at name.", extensions: { path: ["name"] } }]);
  });
});

function unfit(parameter: string) {
  return () => {
    throw new SchemaError("text", "x", parameter);
  };
}

test("NetServer's message names GraphQL's argument, and what it quotes is told as it is", async () => {
  const message = 'ApplicationName "ApplicationName" is taken.';
  const SaveForeignKey = () => {
    const parameters = { ParamName: "ApplicationName" };
    throw new NetServerError(message, { exceptionType: "SuperOffice.SoInvalidArgumentException", parameters });
  };
  const { errors } = await asked({ SaveForeignKey }, `mutation { saveForeignKey(applicationName: "") { key } }`);
  const told = 'applicationName "ApplicationName" is taken.';
  expect(errors).toMatchObject([{ message: told, extensions: { path: ["applicationName"] } }]);
});
