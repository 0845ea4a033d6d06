import { createClient } from "@superoffice-soap/client";
import { startServer } from "@superoffice-soap/server";
import { expect, onTestFinished, test } from "vitest";
import { graphqlOver, ticket } from "./graphql-server.ts";
import { responseTo, stubUpstream } from "./stub-upstream.ts";

test("WSDL has the address that the server is known by outside, behind a proxy that ends TLS", async () => {
  const { url: upstream } = await stubUpstream(() => undefined);
  const { url, close } = await startServer({
    ...{ store: ":memory:", services: "Services88", host: "127.0.0.1", port: 0, production: false },
    ...{ upstream, tenants: { Cust1: { upstream } }, publicUrl: "https://soap.example/so/" },
  });
  onTestFinished(close);
  for (const path of ["/Remote/Services88/ErpSync.svc", "/Cust1/Remote/Services80/ErpSync.svc"]) {
    const wsdl = await (await fetch(`${url}${path}?wsdl`)).text();
    expect(wsdl).toContain(`location="https://soap.example/so${path}"`);
  }
});

test("an upstream gets as many calls at a time as the server is told", async () => {
  const { url: upstream, received } = await stubUpstream(() => undefined);
  const { url, close } = await startServer({
    ...{ store: ":memory:", services: "Services88", host: "127.0.0.1", port: 0, production: false },
    ...{ upstream, upstreamConcurrency: 2, limits: { timeoutMs: 500 } },
  });
  onTestFinished(close);
  const query = `{ a: keyValue(recordId: 1) b: keyValue(recordId: 2) c: keyValue(recordId: 3) }`;
  const headers = { "content-type": "application/json", ...ticket };
  await (await fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) })).text();
  expect(received).toHaveLength(2);
});

test("an upstream's address may end in the version that it is called in, and in no other", async () => {
  const { url: upstream, received } = await stubUpstream(({ operation }) =>
    responseTo(operation, "<Response>v</Response>"),
  );
  const { ask } = await graphqlOver(`${upstream}/Services88/`);
  expect(await ask("{ keyValue(recordId: 1) }")).toEqual({ data: { keyValue: "v" } });
  expect(received[0]?.path).toBe("/SuperOffice/Remote/Services88/ForeignSystem.svc");
  const other = { name: "UsageError", message: "upstream ends in Services75, but services is Services88." };
  await expect(graphqlOver(`${upstream}/Services75/`)).rejects.toMatchObject(other);
  const tenants = { Cust1: { upstream: `${upstream}/Services75` } };
  const ofTenant = { ...other, message: other.message.replace("upstream", "upstream of Cust1") };
  await expect(graphqlOver(upstream, { tenants })).rejects.toMatchObject(ofTenant);
});

test("one server serves several NetServers, each below its own path and in its own version", async () => {
  const first = await stubUpstream(({ operation }) => responseTo(operation, "<Response>first</Response>"));
  const second = await stubUpstream(({ operation }) =>
    responseTo(operation, "<Response>second</Response>", "", "Services75"),
  );
  const { url, close } = await startServer({
    ...{ store: ":memory:", services: "Services88", host: "127.0.0.1", port: 0, production: false },
    tenants: { Cust1: { upstream: first.url }, Cust2: { upstream: second.url, services: "Services75" } },
  });
  onTestFinished(close);
  const ask = async (path: string) => {
    const body = JSON.stringify({ query: "{ keyValue(recordId: 1) }" });
    const headers = { "content-type": "application/json", ...ticket };
    const response = await fetch(`${url}${path}/graphql`, { method: "POST", headers, body });
    return response.ok ? response.json() : response.status;
  };
  expect(await ask("/Cust1")).toEqual({ data: { keyValue: "first" } });
  expect(await ask("/Cust2")).toEqual({ data: { keyValue: "second" } });
  expect([await ask("/Cust3"), await ask("")]).toEqual([404, 404]);
  expect([first.received.length, second.received.length]).toEqual([1, 1]);
  expect(second.received[0]?.path).toBe("/SuperOffice/Remote/Services75/ForeignSystem.svc");

  const { ForeignSystem } = createClient({ url: `${url}/Cust2/Remote`, services: "Services81", ticket: "7T:x" });
  expect(await ForeignSystem.GetKeyValue({})).toBe("second");
  const wsdl = await (await fetch(`${url}/Cust1/Remote/Services88/ForeignSystem.svc?wsdl`)).text();
  expect(wsdl).toContain(`location="${url}/Cust1/Remote/Services88/ForeignSystem.svc"`);
  const page = await fetch(`${url}/Cust1/graphql`, { headers: { accept: "text/html" } });
  expect(await page.text()).toContain("YogaGraphiQL");
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});
