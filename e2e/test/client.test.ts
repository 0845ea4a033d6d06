import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { createClient, type Interceptor, NetServerError } from "@superoffice-soap/client";
import { type CallContext, ForeignKey, type NetServerPort, servicesVersions } from "@superoffice-soap/schema";
import { arbitrary } from "@superoffice-soap/testkit";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { propertyRuns } from "../../test-support/property-runs.ts";
import { embedded, endpointOf } from "./served.ts";

const demoUser = { username: "ADM0", password: "" };
const device = { ApplicationName: "ERP", DeviceName: "Orders", DeviceIdentifier: "1" };

const readme = readFileSync(join(import.meta.dirname, "../../packages/client/README.md"), "utf8");
const examples = Array.from(readme.matchAll(/```ts\n(.*?)```/gs), ([, example = ""]) => example);

test.each([
  ["first", examples[0] ?? ""],
  ["second", examples[1] ?? ""],
])("the README's %s example prints the same with a NetServer behind it", async (_which, example) => {
  // Below this package, where both the client and the NetServer are installed.
  const directory = mkdtempSync(join(import.meta.dirname, "readme-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const { url } = await embedded();
  const file = join(directory, "example.ts");
  writeFileSync(file, example.replace("http://127.0.0.1:4000/Remote", url));
  const run = promisify(execFile)(process.execPath, ["--import", "tsx", "--conditions=source", file]);
  const promised = Array.from(example.matchAll(/\/\/ → (.*)/g), ([, line]) => line);
  expect(await run).toEqual({ stdout: `${promised.join("\n")}\n`, stderr: "" });
});

describe("over the wire as in the same process", () => {
  test.each(servicesVersions)("a key that %s saves is read back", async (services) => {
    const { url } = await embedded();
    const { ForeignSystem } = createClient({ url, services, ...demoUser });
    const address = { ...device, TableName: "contact", RecordId: 2 };
    const key = { Key: "k", Value: "00123", TableName: "contact", RecordId: 2 };
    await ForeignSystem.SaveForeignKey({ ...device, ForeignKey: key });
    expect(await ForeignSystem.GetKeyOnDeviceIdentifier({ ...address, KeyName: "k" })).toMatchObject(key);
    expect(await ForeignSystem.GetKeyOnDeviceIdentifier({ ...address, KeyName: "other" })).toBeNull();
  });

  test("any key that the one stores, the other gives", async () => {
    const { netServer, url } = await embedded();
    const context = { services: "Services88", ticket: await netServer.issueTicket("ADM0") } as const;
    const client = createClient({ url, ticket: context.ticket });
    const keys = arbitrary(ForeignKey).map((key) => ({ ...key, Key: "k", TableName: "contact", RecordId: 2 }));
    const ask = { ...device, KeyName: "k", TableName: "contact", RecordId: 2 };
    await fc.assert(
      fc.asyncProperty(keys, async (key) => {
        const saved = await client.ForeignSystem.SaveForeignKey({ ...device, ForeignKey: key });
        const held = await netServer.call("ForeignSystem", "GetKeyOnDeviceIdentifier", ask, context);
        expect(saved).toEqual(held);
        expect(saved?.Value).toBe(key.Value ?? "");
      }),
      { numRuns: propertyRuns(50) },
    );
  });

  test("a call fails alike", async () => {
    const { netServer, url } = await embedded();
    const context = { services: "Services88", ticket: await netServer.issueTicket("ADM0") } as const;
    const client = createClient({ url });
    const failures = (port: NetServerPort, given: CallContext) =>
      Promise.all([
        failure(port.call("ForeignSystem", "SaveForeignKey", { ...device, ForeignKey: null }, given)),
        failure(port.call("ForeignSystem", "GetKey", { KeyName: "k", TableName: "nowhere" }, given)),
        failure(port.call("Relation", "SaveContactRelation", { ContactRelationEntity: {} }, given)),
        failure(port.call("ForeignSystem", "GetAppByName", {}, { ...given, ticket: "7T:none" })),
      ]);
    const remote = await failures(client, context);
    expect(remote).toEqual(await failures(netServer, context));
    expect(remote.every((error) => error !== undefined)).toBe(true);
  });

  test("a long list is the same, and can be left", async () => {
    const { netServer, url } = await embedded();
    const context = { services: "Services88", ticket: await netServer.issueTicket("ADM0") } as const;
    const client = createClient({ url, ticket: context.ticket });
    for (let record = 1; record <= 300; record++) {
      const key = { Key: "k", Value: `value ${record}`, TableName: "contact", RecordId: record };
      await netServer.call("ForeignSystem", "SaveForeignKey", { ...device, ForeignKey: key }, context);
    }
    const streamed = [];
    for await (const key of client.ForeignSystem.GetApplicationKeys.items({ ApplicationName: "ERP" }))
      streamed.push(key);
    expect(streamed).toHaveLength(300);
    expect(streamed).toEqual(await client.ForeignSystem.GetApplicationKeys({ ApplicationName: "ERP" }));
    let taken = 0;
    for await (const _ of client.ForeignSystem.GetApplicationKeys.items({ ApplicationName: "ERP" }))
      if (++taken === 3) break;
    expect(await client.ForeignSystem.GetKeyValueOnDeviceIdentifier({ ...device, KeyName: "none" })).toBeNull();
  });
});

test("connections are listed without what they are configured with, and the retired ones when asked for", async () => {
  const { url } = await embedded();
  const { ErpSync } = createClient({ url, ...demoUser });
  const Connection = { ErpConnectorId: 1, AllAccess: true, ConfigFields: { USER: "u" } };
  const saved = await ErpSync.SaveConnection({ Connection: { ...Connection, DisplayName: "Retired" } });
  await ErpSync.SaveConnection({ Connection: { ...Connection, DisplayName: "Kept" } });
  await ErpSync.DeleteConnection({ ErpConnectionId: saved?.ErpConnectionId ?? 0 });
  expect(await ErpSync.GetAllConnections({ IncludeDeleted: false })).toMatchObject([
    { DisplayName: "Kept", ConfigFields: null, Deleted: false },
  ]);
  const all = [];
  for await (const one of ErpSync.GetAllConnections.items({ IncludeDeleted: true })) all.push(one?.DisplayName);
  expect(all).toEqual(["Retired", "Kept"]);
});

function failure(call: Promise<unknown>): Promise<object | undefined> {
  return call.then(
    () => undefined,
    (error: unknown) => {
      if (!(error instanceof NetServerError)) throw error;
      const { message, exceptionType, friendlyText, parameters } = error;
      return { message, exceptionType, friendlyText, parameters };
    },
  );
}

test("a client goes on when its ticket has expired", async () => {
  let now = Date.now();
  const { url } = await embedded({ ticketLifetimeSeconds: 60, clock: () => new Date(now) });
  const signIns: string[] = [];
  const counting: Interceptor = (request, next) => {
    if (request.agent === "SoPrincipal") signIns.push(request.operation);
    return next();
  };
  const { ForeignSystem } = createClient({ url, ...demoUser, interceptors: [counting] });
  await ForeignSystem.GetAppByName({ ApplicationName: "ERP" });
  now += 61_000;
  await Promise.all(Array.from({ length: 8 }, () => ForeignSystem.GetAppByName({ ApplicationName: "ERP" })));
  expect(signIns).toHaveLength(2);
});

test("a user who does not exist is refused", async () => {
  const { url } = await embedded();
  const { ForeignSystem } = createClient({ url, username: "nobody", password: "x" });
  await expect(ForeignSystem.GetAppByName({})).rejects.toMatchObject({
    name: "NetServerError",
    message: "NetServer does not accept the user name and password",
  });
});

test("a client stands in for the server that it calls, behind an endpoint of its own", async () => {
  const { netServer, url } = await embedded();
  const ticket = await netServer.issueTicket("ADM0");
  const client = createClient({ url: await endpointOf(createClient({ url })), ticket, applicationToken: "any" });
  const key = { Key: "k", Value: "  Ærø & 00123\r\n", TableName: "contact", RecordId: 2 };
  await client.ForeignSystem.AddForeignKey({ ...device, ForeignKey: key });
  const items = [];
  for await (const item of client.ForeignSystem.GetApplicationKeys.items({ ApplicationName: "ERP" })) items.push(item);
  expect(items).toMatchObject([key]);
  await expect(client.ForeignSystem.GetKey({ TableName: "nowhere" })).rejects.toBeInstanceOf(NetServerError);
});
