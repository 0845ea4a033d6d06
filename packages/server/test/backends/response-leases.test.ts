import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { encodeRequest, encodeResponse } from "@superoffice-soap/codec";
import { expect, onTestFinished, test } from "vitest";
import { createServerLog } from "../../src/observability/server-log.ts";
import { startServer } from "../../src/server.ts";

const target = { services: "Services88", agent: "ForeignSystem", operation: "GetApplicationKeys" } as const;

/** Returns an upstream's answer with this many keys, each with a value of this length. */
function keys(count: number, length: number): string {
  const key = { Key: "k", Value: "x".repeat(length), RecordId: 1, TableName: "contact" };
  return encodeResponse({ ...target, output: { Response: Array(count).fill(key) }, headers: { Succeeded: true } });
}

/** Starts an upstream that answers each call by the name of the application that it asks for. */
async function startUpstream(answers: Record<string, (response: ServerResponse) => void>): Promise<string> {
  const upstream: Server = createServer({ keepAliveTimeout: 0 }, async (request, response) => {
    const [, name = ""] = /ApplicationName>([^<]*)</.exec(await text(request)) ?? [];
    response.writeHead(200, { "content-type": "text/xml" });
    answers[name]?.(response);
  });
  upstream.listen(0, "127.0.0.1");
  await once(upstream, "listening");
  onTestFinished(() => {
    upstream.closeAllConnections();
    upstream.close();
  });
  return `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/Remote`;
}

/** Starts a gateway in front of the upstream, and returns functions that call it. */
async function startGateway(upstream: string) {
  const settings = { store: ":memory:", services: "Services88", host: "127.0.0.1", port: 0, production: true } as const;
  const log = createServerLog("silent");
  const server = await startServer({ ...settings, upstream, maxUpstreamBytes: 1024 * 1024, log });
  onTestFinished(() => server.close());
  const graphql = async (name: string) => {
    const query = `{ applicationKeys(applicationName: "${name}") { value } }`;
    const headers = { "content-type": "application/json", authorization: "SOTicket 7T:any" };
    const response = await fetch(`${server.url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) });
    return (await response.json()) as { data?: unknown; errors?: { extensions: object }[] };
  };
  const post = (ApplicationName: string) => {
    // A compressed response would come only at its end.
    const headers = { "content-type": "text/xml; charset=utf-8", "accept-encoding": "identity" };
    const body = encodeRequest({
      ...{ ...target, input: { ApplicationName } },
      headers: { Credentials: { Ticket: "7T:any" } },
    });
    const address = `${server.url}/Remote/Services88/ForeignSystem.svc`;
    return fetch(address, { method: "POST", headers, body });
  };
  const soap = async (name: string) => (await post(name)).text();
  return { graphql, post, soap };
}

const length = 700 * 1024;
const one = keys(1, length);

test("an answer waits for room until the response that holds it has been sent", async () => {
  const [list, end] = [keys(6, 300 * 1024).slice(0, -10), keys(6, 300 * 1024).slice(-10)];
  let hold: (response: ServerResponse) => void = () => {};
  const held = new Promise<ServerResponse>((resolve) => {
    hold = resolve;
  });
  const upstream = await startUpstream({
    first: (response) => response.write(list, () => hold(response)),
    second: (response) => response.end(one, async () => (await held).end(end)),
  });
  const { graphql, post } = await startGateway(upstream);
  const order: string[] = [];
  const { body } = await post("first");
  let received = 0;
  let second: Promise<unknown> | undefined;
  for await (const chunk of body ?? []) {
    received += chunk.length;
    // Two items have been passed on, which is more than the half that the other requests share.
    if (received > 600 * 1024) second ??= graphql("second").finally(() => order.push("second"));
  }
  order.push("first");
  expect(await second).toEqual({ data: { applicationKeys: [{ value: "x".repeat(length) }] } });
  expect(order).toEqual(["first", "second"]);
});

test("an upstream's list is cut where one request would hold more than the budget, and passed on where it need not", async () => {
  const endless = keys(2000, 1000);
  const upstream = await startUpstream({
    list: (response) => response.end(endless),
    one: (response) => response.end(one),
    text: (response) => response.end(keys(1, 2 * length)),
  });
  const { graphql, soap } = await startGateway(upstream);
  for (const name of ["list", "text"]) {
    const { errors } = await graphql(name);
    expect(errors).toMatchObject([{ extensions: { code: "UPSTREAM_INVALID", reason: "response_too_large" } }]);
  }
  expect((await soap("list")).match(/<(?:\w+:)?Value>/g)).toHaveLength(2000);
  expect(await soap("text")).toContain("(response_too_large");
  // The responses that were cut off have given their part of the budget back.
  for (let count = 0; count < 3; count++) expect((await graphql("one")).errors).toBeUndefined();
});

test("calls of many callers together are each answered, or told that there is no room", async () => {
  const upstream = await startUpstream({ one: (response) => response.end(one) });
  const { graphql, soap } = await startGateway(upstream);
  const ofGraphql = Array.from({ length: 15 }, () => graphql("one"));
  const ofSoap = Array.from({ length: 15 }, () => soap("one"));
  for (const { errors } of await Promise.all(ofGraphql)) {
    if (errors !== undefined)
      expect(errors).toMatchObject([{ extensions: { code: "UPSTREAM_UNAVAILABLE", reason: "overloaded" } }]);
  }
  for (const answer of await Promise.all(ofSoap)) {
    if (answer.length < length) expect(answer).toContain("(overloaded");
  }
  expect((await graphql("one")).errors).toBeUndefined();
});
