import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningServer, startServer } from "../src/server.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const [mutation, query] = fences("graphql");
const [answer] = fences("json");
let server: RunningServer;

beforeAll(async () => {
  server = await startServer({
    store: ":memory:",
    services: "Services88",
    host: "127.0.0.1",
    port: 0,
    production: false,
  });
});
afterAll(() => server.close());

function fences(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(
    ([, text]) => text ?? "",
  );
}

async function send(source: string | undefined): Promise<unknown> {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ query: source });
  return (await fetch(`${server.url}/graphql`, { method: "POST", headers, body })).json();
}

test("the README's mutation and query answer as it says, without a header", async () => {
  expect(await send(mutation)).toEqual({ data: { saveForeignKey: { value: "00123", updatedBy: "Ada Minde" } } });
  expect(await send(query)).toEqual({ data: JSON.parse(answer ?? "") });
});

test("the README lists the error codes that there are", () => {
  const source = readFileSync(new URL("../src/errors.ts", import.meta.url), "utf8");
  const codes = [...source.matchAll(/^ {2}\| "([A-Z_]+)"/gm)].map(([, code]) => code);
  // Those that mean a request that is not GraphQL at all come with an HTTP status of their own.
  const ofHttp = ["BAD_REQUEST", "BODY_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE"];
  for (const code of codes.filter((code) => !ofHttp.includes(code ?? ""))) expect(readme).toContain(`\`${code}\``);
});
