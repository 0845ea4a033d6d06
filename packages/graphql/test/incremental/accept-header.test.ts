import { describe, expect, test } from "vitest";
import { graphqlApp } from "../../src/graphql-app.ts";
import { recordingNetServer } from "../recording-netserver.ts";

const streamed = `{ applicationKeys(applicationName: "erp") @stream { key } }`;
const plain = `{ applicationKeys(applicationName: "erp") { key } }`;

async function mediaTypeOf(query: string, accept?: string): Promise<string | undefined> {
  const app = graphqlApp({ netServer: recordingNetServer({ GetApplicationKeys: [{ Key: "a" }] }) });
  const headers = { "content-type": "application/json", ...(accept !== undefined && { accept }) };
  const response = await app.request("/graphql", { method: "POST", headers, body: JSON.stringify({ query }) });
  expect(await response.text()).toContain('"key":"a"');
  return response.headers.get("content-type")?.split(";")[0];
}

describe("a list that is asked for in parts comes", () => {
  test.each([
    ["multipart/mixed", "multipart/mixed"],
    ["multipart/mixed", undefined],
    ["multipart/mixed", "*/*"],
    ["multipart/mixed", "application/json, multipart/mixed"],
    ["multipart/mixed", "multipart/mixed;deferSpec=20220824, application/json"],
    ["multipart/mixed", "MULTIPART/Mixed, application/json;q=0.5"],
    ["text/event-stream", "text/event-stream"],
    ["text/event-stream", "multipart/mixed;q=0, text/event-stream"],
    ["text/event-stream", "text/event-stream, application/json;q=0.9"],
    ["application/json", "application/json"],
    ["application/json", "multipart/mixed;q=0, application/json"],
    ["application/json", "multipart/mixed; Q=0.000, application/json"],
    ["application/json", "application/json, */*;q=0.1"],
    ["application/json", "application/json, multipart/mixed;q=0.5"],
    ["application/json", "multipart/mixed;q=0, text/event-stream;q=0, */*"],
    ["text/event-stream", "multipart/mixed;q=0, */*"],
    ["application/graphql-response+json", "application/graphql-response+json, multipart/*;q=0.2"],
  ])("as %s for %s", async (mediaType, accept) => {
    expect(await mediaTypeOf(streamed, accept)).toBe(mediaType);
  });
});

test.each([
  ["application/json", "multipart/mixed;q=0, application/json"],
  ["application/json", "application/graphql-response+json;q=0, application/json"],
  ["multipart/mixed", "application/json;q=0, multipart/mixed"],
])("an answer as a whole comes as %s for %s", async (mediaType, accept) => {
  expect(await mediaTypeOf(plain, accept)).toBe(mediaType);
});

test.each([
  ["application/json", "application/json, */*;q=0.1"],
  ["multipart/mixed", "multipart/mixed, application/json;q=0.5"],
])("a GET is answered as %s for %s", async (mediaType, accept) => {
  const app = graphqlApp({ netServer: recordingNetServer({ GetApplicationKeys: [{ Key: "a" }] }) });
  const response = await app.request(`/graphql?query=${encodeURIComponent(streamed)}`, { headers: { accept } });
  expect(response.headers.get("content-type")?.split(";")[0]).toBe(mediaType);
  expect(await response.text()).toContain('"key":"a"');
});
