import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { type AgentName, agents, at, type ServicesVersion, servicesVersions } from "@superoffice-soap/schema";
import { createClientAsync } from "soap";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeMessage, encodeResponse } from "../src/index.ts";
import { writeWsdl } from "../src/wsdl/index.ts";

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "wsdl-"));
const agentNames = Object.keys(agents) as AgentName[];
const all = servicesVersions.flatMap((services) => agentNames.map((agent) => ({ services, agent })));

/** What the server below was asked, last. */
let asked: ReturnType<typeof decodeMessage> | undefined;

// Answers every call with the same device, whatever was asked.
const server = createServer(async (request, response) => {
  asked = decodeMessage(await text(request));
  if (asked.kind !== "request") throw new Error("not a request");
  const output = { Response: { ForeignDeviceId: 7, Name: "Æ & <Å>", ForeignAppName: null } };
  response.setHeader("content-type", "text/xml; charset=utf-8");
  response.end(encodeResponse({ ...asked, output, complete: true }));
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  for (const { services, agent } of all) {
    const address = `http://127.0.0.1:${port}/Remote/${services}/${agent}.svc`;
    writeFileSync(fileOf(services, agent), writeWsdl({ services, agent, address }));
  }
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const callArguments = { ApplicationName: "Erp & Co", DeviceName: "Main", DeviceIdentifier: "" };

describe("soap (node-soap)", () => {
  test("finds every operation of every agent and version", async () => {
    for (const { services, agent } of all) {
      const client = await createClientAsync(fileOf(services, agent));
      const port = client.describe()[`Wcf${agent}Service`][`BasicHttpBinding_${agent}`];
      expect(Object.keys(port)).toEqual(operationNames(services, agent));
    }
  });

  test("knows what an operation takes and answers", async () => {
    const client = await createClientAsync(fileOf("Services88", "ErpSync"));
    const { ValidateConnection, SaveConnection } = client.describe().WcfErpSyncService.BasicHttpBinding_ErpSync;
    expect(SaveConnection.input.ErpConnection).toMatchObject({
      ErpConnectionId: "xs:int",
      DisplayName: "xs:string",
      Active: "xs:boolean",
      ConfigFields: { "StringKeyValuePair[]": { Key: "xs:string", Value: "xs:string" } },
      UserGroupAccessIds: { "int[]": "xs:int" },
    });
    expect(ValidateConnection.output.Response).toMatchObject({
      IsOk: "xs:boolean",
      State: "QuoteStatus|xs:string|Ok,OkWithInfo,Warning,Error",
    });
  });

  test("calls, and is understood", async () => {
    const client = await createClientAsync(fileOf("Services88", "ForeignSystem"));
    client.addSoapHeader({ "tns:Credentials": { "tns:Ticket": "7T:AAA" } });
    const [answer, , headers] = await client.GetDeviceByIdentifierAsync(callArguments);
    expect(asked).toMatchObject({
      operation: "GetDeviceByIdentifier",
      headers: { Credentials: { Ticket: "7T:AAA" } },
      value: callArguments,
    });
    expect(answer.Response).toMatchObject({ ForeignDeviceId: 7, Name: "Æ & <Å>" });
    expect(headers).toMatchObject({ Succeeded: true });
  });
});

describe("PHP's SoapClient", async () => {
  const missing = await whyNot("php", ["-r", "exit((int) !class_exists('SoapClient'));"]);

  test.skipIf(missing)("finds every operation of every agent and version", async () => {
    const found = await php<Record<string, string[]>>(`
      foreach (array_slice($argv, 1) as $file) {
        $client = new SoapClient($file, ["cache_wsdl" => WSDL_CACHE_NONE]);
        $found[$file] = $client->__getFunctions();
      }
      echo json_encode($found);`);
    for (const { services, agent } of all) {
      const { operations } = at(services).agents[agent];
      expect(found[fileOf(services, agent)]).toEqual(
        Object.values(operations).map(({ name, output }) => `${output.xml.name} ${name}(${name} $parameters)`),
      );
    }
  });

  test.skipIf(missing)("knows what the types are made of", async () => {
    const types = await php<string[]>(
      `
      $client = new SoapClient($argv[1], ["cache_wsdl" => WSDL_CACHE_NONE]);
      echo json_encode($client->__getTypes());`,
      "ForeignSystem",
    );
    expect(types).toContain(
      "struct GetKeyByValue {\n string ApplicationName;\n string DeviceName;\n string KeyName;\n}",
    );
  });
});

/** Runs a PHP program on the files, or the newest of one agent, and reads what it prints. */
async function php<T>(program: string, agent?: AgentName): Promise<T> {
  const files = agent === undefined ? all.map((one) => fileOf(one.services, one.agent)) : [fileOf("Services88", agent)];
  const { stdout } = await run("php", ["-r", program, "--", ...files], { maxBuffer: 1 << 24 });
  return JSON.parse(stdout) as T;
}

function operationNames(services: ServicesVersion, agent: AgentName): string[] {
  return Object.keys(at(services).agents[agent].operations);
}

function fileOf(services: ServicesVersion, agent: AgentName): string {
  return join(folder, `${services}-${agent}.wsdl`);
}

/** True when a program does not run here. */
async function whyNot(program: string, parameters: string[]): Promise<boolean> {
  return run(program, parameters).then(
    () => false,
    () => true,
  );
}
