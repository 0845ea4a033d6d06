import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import { limitRequests } from "../../src/http/rate-limit.ts";

function served(peerAddress: () => string): Hono {
  return new Hono().use(limitRequests(2, peerAddress)).post("/graphql", (context) => context.json({ data: {} }));
}

const post = { method: "POST", headers: { "content-type": "application/json" }, body: "{}" };

test("a caller who sends too many requests is told when to come back, and others are served", async () => {
  let address = "10.0.0.1";
  const app = served(() => address);
  const statuses = [];
  for (let sent = 0; sent < 3; sent++) statuses.push((await app.request("/graphql", post)).status);
  expect(statuses).toEqual([200, 200, 429]);
  const refused = await app.request("/graphql", post);
  expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: "RATE_LIMITED" } }] });
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(50);
  address = "10.0.0.2";
  expect((await app.request("/graphql", post)).status).toBe(200);
});

describe("a caller has one quota, however", () => {
  const statusesOf = async (credentials: readonly string[]) => {
    const app = served(() => "10.0.0.1");
    const statuses = [];
    for (const authorization of credentials) {
      const headers = { "content-type": "application/json", authorization };
      const body = JSON.stringify({ query: "{ __typename }" });
      statuses.push((await app.request("/graphql", { method: "POST", headers, body })).status);
    }
    return statuses;
  };

  test.each([
    ["the ticket is sent", ["SOTicket 7T:a", "soticket 7T:a", "SoTicket  7T:a", "SOTICKET\t7T:a"]],
    ["the access token is sent", ["Bearer 8A:a", "bearer 8A:a", "BEARER   8A:a"]],
    ["what is no credential is worded", ["Basic YTpi", "Basic YTpj", "Digest x", "SOTicket", "SOTicket a b", ""]],
  ])("%s", async (_how, credentials) => {
    const statuses = await statusesOf(credentials);
    expect(statuses.slice(0, 2)).not.toContain(429);
    expect(new Set(statuses.slice(2))).toEqual(new Set([429]));
  });

  test("and another ticket, or the same text as an access token, is another caller", async () => {
    const credentials = ["SOTicket 7T:a", "SOTicket 7T:a", "SOTicket 7T:A", "Bearer 7T:a", ""];
    expect(await statusesOf(credentials)).not.toContain(429);
  });
});
