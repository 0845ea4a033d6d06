import { decodeMessage } from "@superoffice-soap/codec";
import { writeWsdl } from "@superoffice-soap/codec/wsdl";
import { at, servicesVersions } from "@superoffice-soap/schema";
import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import { soapEndpoint } from "../../src/index.ts";
import { sampleRequestOf } from "../../src/metadata/sample-request.ts";
import { actionFor, exchange, post, serveSoap, standIn } from "../soap-server.ts";

const { origin, port } = await serveSoap(standIn({}));
const path = "/Remote/Services88/ForeignSystem.svc";

async function got(url: string, init?: RequestInit) {
  const response = await fetch(url, init);
  return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
}

const operations = servicesVersions.flatMap((services) =>
  Object.values(at(services).agents).flatMap(({ name: agent, operations }) =>
    Object.values(operations).map((operation) => ({ services, agent, operation })),
  ),
);

describe("the WSDL of a service", () => {
  test.each(["?wsdl", "?WSDL", "?singleWsdl", "?wsdl=", "/?wsdl"])("is at %s", async (query) => {
    const { status, type, text } = await got(origin + path + query);
    expect({ status, type }).toEqual({ status: 200, type: "text/xml; charset=utf-8" });
    const address = `${origin}${path}`;
    expect(text).toBe(writeWsdl({ services: "Services88", agent: "ForeignSystem", address }));
  });

  test("names the address that the client used, in the service's own spelling", async () => {
    const { text } = await got(`http://localhost:${port}/remote/services85/relation.svc?wsdl`);
    expect(text).toContain(`location="http://localhost:${port}/Remote/Services85/Relation.svc"`);
  });

  test.each([
    ["Host: crm.example:8080", "crm.example:8080"],
    ["Host: [::1]:8080", "[::1]:8080"],
    ["Host:", `127.0.0.1:${port}`],
    ["Accept: */*", `127.0.0.1:${port}`],
  ])("names the address that HTTP/1.0 with %s says, or where the request came in", async (field, host) => {
    const text = await exchange(port, `GET ${path}?wsdl HTTP/1.0\r\n${field}\r\n\r\n`);
    expect(text).toContain(`location="http://${host}${path}"`);
  });

  test("names the address of an absolute request target", async () => {
    const text = await exchange(port, `GET https://crm.example${path}?wsdl HTTP/1.0\r\n\r\n`);
    expect(text).toContain(`location="https://crm.example${path}"`);
  });

  test("names the public address where one was given", async () => {
    const server = await serveSoap(standIn({}), { publicUrl: "https://crm.example/super&office/" });
    const { text } = await got(`${server.origin}${path}?wsdl`);
    expect(text).toContain('location="https://crm.example/super&amp;office/Remote/Services88/ForeignSystem.svc"');
  });

  test.each(["/SuperOffice", "/remote", "/remote/remote-office"])(
    "follows the app to where it is mounted, as at %s",
    async (mount) => {
      const app = new Hono().route(mount, soapEndpoint(standIn({})));
      const response = await app.request(`http://crm.example${mount}/remote/Services88/Relation.svc?wsdl`);
      expect(await response.text()).toContain(`location="http://crm.example${mount}/Remote/Services88/Relation.svc"`);
    },
  );

  test("is not there where metadata is not served, nor are the pages", async () => {
    const server = await serveSoap(standIn({}), { metadata: false });
    expect((await got(`${server.origin}${path}?wsdl`)).status).toBe(405);
    expect((await got(`${server.origin}/Remote/`)).status).toBe(404);
  });
});

describe("the page of a service", () => {
  test("says where its WSDL is and lists its operations", async () => {
    const { status, type, text } = await got(origin + path);
    expect({ status, type }).toEqual({ status: 200, type: "text/html; charset=utf-8" });
    expect(text).toContain(`href="${origin}${path}?wsdl"`);
    for (const name of Object.keys(at("Services88").agents.ForeignSystem.operations)) expect(text).toContain(name);
  });

  test("has a head without a body", async () => {
    expect(await got(origin + path, { method: "HEAD" })).toMatchObject({ status: 200, text: "" });
  });
});

describe("the index", () => {
  test.each(["/Remote/", "/Remote", "/remote/", "/Remote/Services88/", "/remote/services88"])(
    "is at %s",
    async (index) => {
      const { status, text } = await got(origin + index);
      expect(status).toBe(200);
      for (const services of servicesVersions) expect(text).toContain(`href="${origin}/Remote/${services}/"`);
      expect(text.match(/<details>/g)).toHaveLength(
        operations.filter(({ services }) => services === "Services88").length,
      );
      expect(text).toContain(
        `SOAPAction: &quot;${actionFor({ services: "Services88", agent: "ErpSync", operation: "SaveConnection" })}&quot;`,
      );
    },
  );

  test("shows an older version as it was", async () => {
    const { text } = await got(`${origin}/Remote/Services75/`);
    expect(text).toContain("DeleteForeignKey");
    expect(text).not.toContain("AddForeignKey");
  });

  test("loads nothing and runs nothing", async () => {
    const response = await fetch(`${origin}/Remote/`);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    const text = await response.text();
    expect(text).not.toMatch(/<(?:script|link|img|iframe)\b|@import|url\(/i);
  });

  test("of a version that is not there is a 404 that says which are", async () => {
    expect(await got(`${origin}/Remote/Services99/`)).toMatchObject({
      status: 404,
      text: "There is no version Services99 here; there are Services75 to Services88.\n",
    });
  });
});

describe("a sample request", () => {
  test.each(operations)("is understood: $services $agent/$operation.name", ({ services, agent, operation }) => {
    const { envelope } = sampleRequestOf({ services, agent }, operation);
    expect(decodeMessage(envelope)).toMatchObject({ kind: "request", services, agent, operation: operation.name });
  });

  test("ends where a type contains itself", () => {
    const samples = operations.map(({ services, agent, operation }) => sampleRequestOf({ services, agent }, operation));
    const recursive = samples.filter(({ envelope }) => envelope.includes("ChildItems"));
    expect(recursive).not.toEqual([]);
    for (const { envelope } of recursive) expect(envelope).toContain("<ChildItems></ChildItems>");
  });

  test("can be sent as it stands", async () => {
    const stub = standIn({ SaveForeignKey: () => null });
    const server = await serveSoap(stub);
    const { SaveForeignKey } = at("Services88").agents.ForeignSystem.operations;
    const { headers, envelope } = sampleRequestOf({ services: "Services88", agent: "ForeignSystem" }, SaveForeignKey!);
    const { status, text } = await post(server, path, envelope, headers);
    expect(status).toBe(200);
    expect(decodeMessage(text)).toMatchObject({ headers: { Succeeded: true } });
    expect(stub.calls[0]?.input).toMatchObject({ ForeignKey: { Key: "", RecordId: 0 }, ApplicationName: "" });
  });
});
