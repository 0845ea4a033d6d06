import { GraphQLClient } from "graphql-request";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningServer, startServer } from "../../start-server.ts";
import { companyKeysApp } from "../src/app.ts";

let server: RunningServer;
let app: ReturnType<typeof companyKeysApp>;

beforeAll(async () => {
  server = await startServer();
  app = companyKeysApp(new GraphQLClient(server.endpoint));
});

afterAll(() => server.stop());

const origin = "http://127.0.0.1:4001";
const field = { company: "2", app: "erp", device: "orders", identifier: "", key: "customer-no", value: "00123" };

function save(change: Partial<typeof field>, headers: Record<string, string> = { origin }) {
  const body = new URLSearchParams({ ...field, ...change });
  return app.request(`${origin}/keys`, { method: "POST", body, headers });
}

/** Returns the words of the page, without mark-up, and the values in its inputs. */
async function seen(company: string): Promise<{ text: string; values: string[] }> {
  const response = await app.request(`${origin}/?company=${encodeURIComponent(company)}`);
  return readable(await response.text());
}

function readable(markup: string): { text: string; values: string[] } {
  const text = markup.replace(/<style>.*?<\/style>|<[^>]*>/gs, " ").replace(/\s+/g, " ");
  return { text, values: Array.from(markup.matchAll(/ name="value" value="([^"]*)"/g), ([, value = ""]) => value) };
}

test("a company that no application knows says so", async () => {
  expect((await seen("3")).text).toContain("No application has a key of company 3 yet.");
});

test("a key that is added is shown under its application, with who saved it, and can be changed", async () => {
  const added = await save({ value: "00123" });
  expect([added.status, added.headers.get("location")]).toEqual([303, "/?company=2&saved=customer-no"]);
  expect(await seen("2")).toMatchObject({
    values: ["00123", ""],
    text: expect.stringContaining("erp orders customer-no"),
  });
  await save({ value: " 0<b>'\"& " });
  const { text, values } = await seen("2");
  expect(values).toEqual([" 0&lt;b&gt;&#39;&quot;&amp; ", ""]);
  expect(text).toContain("Ada Minde, 2");
});

test("all applications are there, those with dots in their names too, each device apart", async () => {
  await save({ company: "5", app: "web.shop", key: "login.name", value: "a" });
  await save({ company: "5", app: "web.shop", device: "till", identifier: "s/n 1", key: "login.name", value: "b" });
  await save({ company: "5", app: "erp", value: "c" });
  const { text, values } = await seen("5");
  expect(values).toEqual(["c", "a", "b", ""]);
  expect(text).toMatch(/ erp orders .* web\.shop orders .* till \(s\/n 1\) /);
  await save({
    company: "5",
    app: "web.shop",
    device: "till",
    identifier: "s/n 1",
    key: "login.name",
    value: "changed",
  });
  expect((await seen("5")).values).toEqual(["c", "a", "changed", ""]);
});

test("what NetServer refuses is said in its words, and stays as it was typed", async () => {
  const response = await save({ company: "7", app: "", value: "typed" });
  const { text, values } = readable(await response.text());
  expect(response.status).toBe(422);
  expect(text).toContain("customer-no was not saved. applicationName must not be blank.");
  expect(values).toEqual(["typed"]);
  await save({ company: "7", value: "kept" });
  const badEdit = await save({ company: "7", value: "\u0001 bad" });
  expect(readable(await badEdit.text()).values).toEqual(["\u0001 bad", ""]);
  expect((await seen("7")).values).toEqual(["kept", ""]);
});

test("a number that is no company's is refused", async () => {
  for (const company of ["0", "-1", "x", "", "1e3", "2147483648"]) {
    expect((await seen(company)).text).toContain("The number of a company is 1 or more.");
  }
});

test("another site's page cannot save", async () => {
  expect((await save({ value: "stolen" }, { origin: "https://evil.example" })).status).toBe(403);
});

test("a GraphQL server that is not there is said so", async () => {
  const lonely = companyKeysApp(new GraphQLClient("http://127.0.0.1:9/graphql"));
  const response = await lonely.request(`${origin}/?company=2`);
  expect(response.status).toBe(502);
  expect(await response.text()).toContain("The GraphQL server did not answer.");
});
