import { type Client, createClientAsync } from "soap";
import { describe, expect, test } from "vitest";
import { serveEmbedded } from "../soap-server.ts";

// The stubs are what node-soap makes of our WSDL, unchanged; that is the point.
const served = await serveEmbedded();
const namespace = (services: string) => `http://www.superoffice.net/ws/crm/NetServer/${services}`;

/** Texts that must survive: letters beyond ASCII and the BMP, markup, blanks at the ends, both kinds of line end. */
const difficult = [
  "æøå ÆØÅ",
  "😀 𝄞",
  `& < > " '`,
  "  blanks at both ends  ",
  "a\r\nb\tc",
  "]]>",
  "&amp;",
  "00123",
  "{env.HOME}",
];

interface Called {
  readonly result: Record<string, unknown>;
  readonly headers: Record<string, unknown>;
}

/** A signed-in client of a service: calls an operation and gives its result and header blocks. */
async function clientOf(services: string, agent: string) {
  const client = await createClientAsync(`${served.origin}/Remote/${services}/${agent}.svc?wsdl`, {
    preserveWhitespace: true,
  });
  client.addSoapHeader({ ApplicationToken: "any" }, "", "tns", namespace(services));
  client.addSoapHeader({ Credentials: { Ticket: await ticketOf(services) } }, "", "tns", namespace(services));
  return (operation: string, input: object) => callOf(client, operation, input);
}

async function callOf(client: Client, operation: string, input: object): Promise<Called> {
  const [result, , headers] = await client[`${operation}Async`](input);
  return { result: result ?? {}, headers };
}

async function ticketOf(services: string): Promise<string> {
  const client = await createClientAsync(`${served.origin}/Remote/${services}/SoPrincipal.svc?wsdl`);
  const { result } = await callOf(client, "AuthenticateUsernamePassword", { UserName: "adm0", Password: "" });
  expect(result).toMatchObject({ AuthenticationSucceeded: true, Response: { Associate: "ADM0" } });
  return (result.Credentials as { Ticket: string }).Ticket;
}

describe("node-soap", () => {
  test("saves, reads back, lists and deletes foreign keys over ForeignSystem 88", async () => {
    const call = await clientOf("Services88", "ForeignSystem");
    const names = { ApplicationName: "node & <soap>", DeviceName: "dings", DeviceIdentifier: "1" };
    for (const [index, Value] of difficult.entries()) {
      const ForeignKey = { Key: `key ${index}`, Value, RecordId: 2, TableName: "contact" };
      const saved = await call("SaveForeignKey", { ForeignKey, ...names });
      expect(saved.headers).toMatchObject({ Succeeded: "true" });
      expect(saved.result.Response).toMatchObject({ Value, RecordId: 2, TableName: "contact", CreatedBy: "Ada Minde" });
      const { ApplicationName, DeviceName } = names;
      const read = await call("GetKeyValue", {
        ApplicationName,
        DeviceName,
        KeyName: `key ${index}`,
        TableName: "contact",
        RecordId: 2,
      });
      expect(read.result.Response).toBe(Value);
    }
    const { result: listed } = await call("GetApplicationKeys", { ApplicationName: names.ApplicationName });
    const { ForeignKey: keys } = listed.Response as { ForeignKey: { Value: string }[] };
    expect(keys.map(({ Value }) => Value)).toEqual(difficult);
    const { result: all } = await call("GetAllForeignKeysOnEntity", { EntityType: "contact", EntityId: 2 });
    const { StringKeyValuePair: pairs } = all.Response as { StringKeyValuePair: { Value: string }[] };
    expect(pairs.map(({ Value }) => Value)).toEqual(difficult);
    for (const index of difficult.keys()) {
      const ForeignKey = { Key: `key ${index}`, RecordId: 2, TableName: "contact" };
      await call("DeleteForeignKey", { ForeignKey, ...names });
    }
    const { result: none } = await call("GetApplicationKeys", { ApplicationName: names.ApplicationName });
    expect(none.Response).toBeNull();
  });

  test("saves, reads back, lists and deletes a connection with its dictionary and arrays over ErpSync 86", async () => {
    const call = await clientOf("Services86", "ErpSync");
    const pairs = difficult.map((Value, index) => ({ Key: `field ${index}`, Value }));
    const Connection = {
      ErpConnectorId: 1,
      DisplayName: "Forbindelse",
      ConfigFields: { StringKeyValuePair: pairs },
      UserGroupAccessIds: { "arrays:int": [1, 2, 3] },
    };
    const { headers, result } = await call("SaveConnection", { Connection });
    expect(headers).toMatchObject({ Succeeded: "true" });
    const { ErpConnectionId } = result.Response as { ErpConnectionId: number };
    const { result: read } = await call("GetConnection", { ErpConnectionId });
    expect(read.Response).toMatchObject({
      DisplayName: "Forbindelse",
      ConfigFields: { StringKeyValuePair: pairs },
      UserGroupAccessIds: { int: [1, 2, 3] },
      Deleted: false,
    });
    const { result: listed } = await call("GetConfigurationFields", { ErpConnectorId: 1 });
    const { FieldMetadata: fields } = listed.Response as { FieldMetadata: { FieldKey: string }[] };
    expect(fields.map(({ FieldKey }) => FieldKey)).not.toEqual([]);
    await call("DeleteConnection", { ErpConnectionId });
    const { result: deleted } = await call("GetConnection", { ErpConnectionId });
    expect(deleted.Response).toMatchObject({ ErpConnectionId, Deleted: true });
  });

  test("lists the connections, with and without the retired ones, over ErpSync 88", async () => {
    const call = await clientOf("Services88", "ErpSync");
    const save = async (DisplayName: string) => {
      const { result } = await call("SaveConnection", {
        Connection: { ErpConnectorId: 1, DisplayName, AllAccess: true },
      });
      return result.Response as { ErpConnectionId: number };
    };
    const [kept, retired] = [await save("Beholdt & <ny>"), await save("Nedlagt")];
    await call("DeleteConnection", retired);
    const listed = async (IncludeDeleted: boolean) => {
      const { headers, result } = await call("GetAllConnections", { IncludeDeleted });
      expect(headers).toMatchObject({ Succeeded: "true" });
      const { ErpConnection: connections } = result.Response as { ErpConnection: Record<string, unknown>[] };
      // Other tests of this file have connections too.
      return connections.filter(({ ErpConnectionId }) => Number(ErpConnectionId) >= kept.ErpConnectionId);
    };
    const names = (connections: Record<string, unknown>[]) => connections.map(({ DisplayName }) => DisplayName);
    expect(names(await listed(false))).toEqual(["Beholdt & <ny>"]);
    const all = await listed(true);
    expect(names(all)).toEqual(["Beholdt & <ny>", "Nedlagt"]);
    expect(all).toMatchObject([{ Deleted: false }, { Deleted: true, Active: false }]);
    expect(JSON.stringify(all), "not what they are configured with").not.toContain("StringKeyValuePair");
    await call("DeleteConnection", { ErpConnectionId: kept.ErpConnectionId });
  });

  test("saves, reads back and deletes a relation over Relation 85", async () => {
    const call = await clientOf("Services85", "Relation");
    const ContactRelationEntity = {
      SourceContactId: 1,
      DestinationContactId: 2,
      RelationId: 0,
      Comment: difficult.join(" "),
      RelationDefinitionId: 1,
    };
    const { result } = await call("SaveContactRelation", { ContactRelationEntity });
    const { RelationId } = result.Response as { RelationId: number };
    const { result: read } = await call("GetContactRelationEntity", { ContactRelationEntityId: RelationId });
    expect(read.Response).toMatchObject({
      Comment: difficult.join(" "),
      ActiveText: "Owns",
      Reversed: 0,
      CreatedBy: { Name: "ADM0" },
      UpdatedDate: expect.any(Date),
    });
    await call("DeleteContactRelation", { ContactRelationEntityId: RelationId });
    const { result: gone } = await call("GetContactRelationEntity", { ContactRelationEntityId: RelationId });
    expect(gone.Response).toBeUndefined();
  });

  test("gets an error of the service in the header blocks, and a fault as an exception", async () => {
    const client = await createClientAsync(`${served.origin}/Remote/Services88/ForeignSystem.svc?wsdl`);
    const { headers } = await callOf(client, "GetApplicationKeys", { ApplicationName: "erp" });
    expect(headers).toMatchObject({
      Succeeded: "false",
      ExceptionInfo: { ExceptionType: "SuperOffice.Exceptions.SoSessionException" },
    });
    const broken = callOf(client, "GetForeignAppEntity", { ForeignAppEntityId: "one" });
    await expect(broken).rejects.toThrow(/DeserializationFailed.*"one" is no xs:int/);
  });

  test("speaks SOAP 1.2 when told to", async () => {
    const url = `${served.origin}/Remote/Services88/SoPrincipal.svc?wsdl`;
    const client = await createClientAsync(url, { forceSoap12Headers: true });
    const { result } = await callOf(client, "GetSystemInfo", {});
    expect(result).toHaveProperty("SystemInfo");
    expect(client.lastRequest).toContain("http://www.w3.org/2003/05/soap-envelope");
  });
});
