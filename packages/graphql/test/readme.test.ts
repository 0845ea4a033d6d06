import { readFileSync } from "node:fs";
import { createNetServer, type NetServer } from "@superoffice-soap/netserver";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runReadmeExample } from "../../../test-support/readme-example.ts";
import { graphqlApp } from "../src/graphql-app.ts";
import { recordingNetServer } from "./recording-netserver.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const [mutation, query] = fences("graphql");
const [answer] = fences("json");
let netServer: NetServer;

beforeAll(async () => {
  netServer = await createNetServer({ store: ":memory:" });
});
afterAll(() => netServer.close());

function fences(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(
    ([, text]) => text ?? "",
  );
}

async function send(source: string | undefined): Promise<unknown> {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ query: source });
  const developmentUser = { userName: "ADM0", password: "" };
  const app = graphqlApp({ netServer, developmentUser, peerAddress: () => "127.0.0.1" });
  return (await app.request("/graphql", { method: "POST", headers, body })).json();
}

test("the README's mutation and query answer as it says, without a header", async () => {
  expect(await send(mutation)).toEqual({ data: { saveForeignKey: { value: "00123", updatedBy: "Ada Minde" } } });
  expect(await send(query)).toEqual({ data: JSON.parse(answer ?? "") });
});

test("the README lists the error codes that there are", () => {
  const source = readFileSync(new URL("../src/errors/public-error.ts", import.meta.url), "utf8");
  const codes = [...source.matchAll(/^ {2}\| "([A-Z_]+)"/gm)].map(([, code]) => code);
  for (const code of codes) expect(readme).toContain(`\`${code}\``);
});

test.each([
  ["that is no GraphQL", { query: "{" }],
  ["that is no request", "{"],
  ["for what there is not", { query: "{ nothing }" }],
  ["without a query", {}],
  ["for an operation that there is not", { query: "{ __typename }", operationName: "Other" }],
  ["for a document that is not known", { extensions: { persistedQuery: { version: 1, sha256Hash: "0" } } }, true],
  ["for a document that has no name", { query: "{ __typename }" }, true],
  ["for no document", {}, true],
])("the README lists the code of a request %s", async (_what, body, persisted = false) => {
  const app = graphqlApp({ netServer: recordingNetServer(), ...(persisted && { persistedDocuments: {} }) });
  const headers = { "content-type": "application/json" };
  const response = await app.request("/graphql", { method: "POST", headers, body: JSON.stringify(body) });
  const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
  const codes = errors.map(({ extensions }) => extensions.code);
  expect(codes).toHaveLength(1);
  for (const code of codes) expect(readme).toContain(`\`${code}\``);
});

test("the README names every package that this one depends on", () => {
  const { dependencies } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    dependencies: Record<string, string>;
  };
  const [, paragraph = ""] = readme.split("Runtime dependencies:");
  const unnamed = Object.keys(dependencies).filter(
    (name) =>
      !name.startsWith("@superoffice-soap/") && !paragraph.includes(`\`${name.replace("@graphql-yoga/", "")}\``),
  );
  expect(unnamed).toEqual([]);
});

test("the README's example runs and prints what it says", async () => {
  const { printed, promised } = await runReadmeExample("@superoffice-soap/graphql", new URL("../", import.meta.url));
  expect(promised).toHaveLength(1);
  expect(printed).toEqual(promised);
});
