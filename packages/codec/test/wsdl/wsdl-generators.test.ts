import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import {
  type AgentName,
  agents,
  at,
  namespaceOf,
  type ServicesVersion,
  servicesVersions,
} from "@superoffice-soap/schema";
import { createClientAsync } from "soap";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { decodeMessage, encodeResponse, type Message } from "../../src/index.ts";
import { writeWsdl } from "../../src/wsdl/index.ts";

// Clients of other platforms are given our documents, as files, and then call a server with what they made of them.

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "wsdl-"));
const published = servicesVersions.flatMap((services) =>
  (Object.keys(agents) as AgentName[]).map((agent) => ({ services, agent, file: fileOf(services, agent) })),
);
const files = published.map(({ file }) => file);
const newestErpSync = fileOf("Services88", "ErpSync");

/** The members of `ErpConnection` that show most: text, a dictionary, an array of another namespace. */
const connection = { DisplayName: "Æ & <Å>", Active: true, ConfigFields: { host: "a=b" }, UserGroupAccessIds: [1, 2] };

/** The same as clients are handed it, and hand it out. */
const connectionOnWire = {
  DisplayName: connection.DisplayName,
  Active: true,
  ConfigFields: { StringKeyValuePair: [{ Key: "host", Value: "a=b" }] },
  UserGroupAccessIds: { int: [1, 2] },
};

/** The last request that the server received. */
let asked: Message | undefined;

const server = createServer({ keepAliveTimeout: 0 }, async (request, response) => {
  asked = decodeMessage(await text(request));
  const target = { services: "Services88", agent: "ErpSync", operation: "SaveConnection" } as const;
  response.setHeader("content-type", "text/xml; charset=utf-8");
  response.end(encodeResponse({ ...target, output: { Response: connection }, complete: true }));
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A TCP server's address is an object.
  const { port } = server.address() as AddressInfo;
  for (const { services, agent, file } of published) {
    const address = `http://127.0.0.1:${port}/Remote/${services}/${agent}.svc`;
    writeFileSync(file, writeWsdl({ services, agent, address }));
  }
});

beforeEach(() => {
  asked = undefined;
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

describe("soap for Node", () => {
  test("finds every operation of every agent and version", async () => {
    for (const { services, agent, file } of published) {
      const client = await createClientAsync(file);
      const found = client.describe()[`Wcf${agent}Service`][`BasicHttpBinding_${agent}`];
      expect(Object.keys(found)).toEqual(operationNames(services, agent));
    }
  });

  test("knows what operations take and answer", async () => {
    const client = await createClientAsync(newestErpSync);
    const { SaveConnection, ForceSyncAll } = client.describe().WcfErpSyncService.BasicHttpBinding_ErpSync;
    expect(SaveConnection.input.Connection).toMatchObject({
      ErpConnectionId: "xs:int",
      DisplayName: "xs:string",
      Active: "xs:boolean",
      ConfigFields: { "StringKeyValuePair[]": { Key: "xs:string", Value: "xs:string" } },
      UserGroupAccessIds: { "int[]": "xs:int" },
    });
    expect(ForceSyncAll.output.Response).toMatchObject({
      IsOk: "xs:boolean",
      Status: "QuoteStatus|xs:string|Ok,OkWithInfo,Warning,Error",
    });
  });

  test("calls and is understood, both ways", async () => {
    const client = await createClientAsync(newestErpSync);
    client.addSoapHeader({ "tns:Credentials": { "tns:Ticket": "7T:AAA" } });
    const [answer, , headers] = await client.SaveConnectionAsync({ Connection: connectionOnWire });
    expectCall();
    expect(answer.Response).toMatchObject(connectionOnWire);
    // This client leaves header blocks as text.
    expect(headers).toMatchObject({ Succeeded: "true" });
  });
});

const hasPhp = await runs("php", ["-r", "exit((int) !class_exists('SoapClient'));"]);

describe.skipIf(!hasPhp)("PHP's SoapClient, where there is one", () => {
  test("finds every operation of every agent and version", async () => {
    const found = await php<string[][]>(
      "foreach (array_slice($argv, 1) as $file) $found[] = client($file)->__getFunctions(); echo json_encode($found);",
      files,
    );
    const declarationsOf = ({ services, agent }: (typeof published)[number]) =>
      Object.values(at(services).agents[agent].operations).map(
        ({ name, output }) => `${output.xml.name} ${name}(${name} $parameters)`,
      );
    expect(found).toEqual(published.map(declarationsOf));
  });

  test("knows what types are made of", async () => {
    const types = await php<string[]>("echo json_encode(client($argv[1])->__getTypes());", [newestErpSync]);
    expect(types.filter((type) => /^\S+ (SaveConnection|String\w+|ArrayOfint|QuoteStatus)\b/.test(type))).toEqual([
      "struct StringDictionary {\n StringKeyValuePair StringKeyValuePair;\n}",
      "struct StringKeyValuePair {\n string Key;\n string Value;\n}",
      "struct SaveConnection {\n ErpConnection Connection;\n}",
      "string QuoteStatus",
      "struct ArrayOfint {\n int int;\n}",
    ]);
  });

  test("calls and is understood, both ways", async () => {
    const answer = await php<object>(
      `$client = client($argv[1]);
      $client->__setSoapHeaders(new SoapHeader($argv[2], "Credentials", ["Ticket" => "7T:AAA"]));
      $answer = $client->SaveConnection(["Connection" => json_decode($argv[3], true)]);
      echo json_encode($answer->Response);`,
      [newestErpSync, namespaceOf("Services88"), JSON.stringify(connectionOnWire)],
    );
    expectCall();
    expect(answer).toMatchObject(connectionOnWire);
  });

  /** Runs a program, given a function `client` and its arguments from `$argv[1]` on, and returns its output. */
  async function php<T>(program: string, parameters: string[]): Promise<T> {
    const options = "['cache_wsdl' => WSDL_CACHE_NONE, 'features' => SOAP_SINGLE_ELEMENT_ARRAYS]";
    const prelude = `function client($file) { return new SoapClient($file, ${options}); }`;
    return printed<T>("php", ["-r", `${prelude} ${program}`, "--", ...parameters]);
  }
});

// A Python that was installed beside the system's does not have the system's packages.
const pythons = ["python3", "/usr/bin/python3"];
const withZeep = await Promise.all(pythons.map((python) => runs(python, ["-c", "import zeep"])));
const python = pythons[withZeep.indexOf(true)];

describe.skipIf(python === undefined)("zeep for Python, where there is one", () => {
  test("finds every operation of every agent and version", async () => {
    const operations = await zeep<string[][]>("[list(operations(file)) for file in sys.argv[1:]]", files);
    expect(operations).toEqual(published.map(({ services, agent }) => operationNames(services, agent)));
  });

  test("knows what operations take and answer", async () => {
    const signature = await zeep<string>(
      "(lambda o: f'{o.input.signature()} -> {o.output.signature()}')(operations(sys.argv[1])['GetConnection'])",
      [newestErpSync],
    );
    expect(signature).toBe(
      "ErpConnectionId: xsd:int, _soapheaders={ApplicationToken: xsd:string, Credentials: ns0:SoCredentials, " +
        "TimeZone: ns0:SoTimeZone} -> Response: ns0:ErpConnection, _soapheaders={ExceptionInfo: ns0:SoExceptionInfo, " +
        "ExtraInfo: ns0:SoExtraInfo, Succeeded: xsd:boolean, TimeZone: ns0:SoTimeZone}",
    );
  });

  test("calls and is understood, both ways", async () => {
    const answer = await zeep<{ header: object; body: { Response: object } }>(
      "serialize_object(Client(sys.argv[1]).service.SaveConnection(" +
        "Connection=json.loads(sys.argv[2]), _soapheaders={'Credentials': {'Ticket': '7T:AAA'}}), dict)",
      [newestErpSync, JSON.stringify(connectionOnWire)],
    );
    expectCall();
    expect(answer.body.Response).toMatchObject(connectionOnWire);
    expect(answer.header).toMatchObject({ Succeeded: true });
  });

  /** The value of an expression that has its arguments from `sys.argv[1]` on. */
  async function zeep<T>(expression: string, parameters: string[]): Promise<T> {
    const program = `
import json, sys
from zeep import Client
from zeep.helpers import serialize_object

def operations(file):
    return Client(file).service._binding._operations

print(json.dumps(${expression}, default=str))`;
    return printed<T>(python ?? "", ["-c", program, ...parameters]);
  }
});

function expectCall(): void {
  expect(asked).toMatchObject({
    kind: "request",
    operation: "SaveConnection",
    headers: { Credentials: { Ticket: "7T:AAA" } },
    value: { Connection: connection },
  });
}

function operationNames(services: ServicesVersion, agent: AgentName): string[] {
  return Object.keys(at(services).agents[agent].operations);
}

function fileOf(services: ServicesVersion, agent: AgentName): string {
  return join(folder, `${services}-${agent}.wsdl`);
}

/** The JSON that a program prints. */
async function printed<T>(program: string, parameters: string[]): Promise<T> {
  const { stdout } = await run(program, parameters, { maxBuffer: 1 << 24 });
  // The program is the caller's, who knows what it prints.
  return JSON.parse(stdout) as T;
}

/** Tells whether a program exists and exits with 0. */
async function runs(program: string, parameters: string[]): Promise<boolean> {
  return run(program, parameters).then(
    () => true,
    () => false,
  );
}
