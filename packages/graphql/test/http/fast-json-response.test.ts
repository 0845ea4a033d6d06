import type { Server } from "node:http";
import { closed, listening, urlOf } from "@superoffice-soap/http";
import { NetServerError } from "@superoffice-soap/schema";
import { afterEach, describe, expect, test } from "vitest";
import { graphqlApp } from "../../src/graphql-app.ts";
import { recordingNetServer } from "../recording-netserver.ts";

let server: Server | undefined;
afterEach(async () => {
  if (server !== undefined) await closed(server, 0);
  server = undefined;
});

/** Starts a server and returns a function that sends it requests over HTTP, as a client with a given `Accept`. */
async function served() {
  const netServer = recordingNetServer({
    GetKey: { Value: "10042" },
    GetKeyByValue: () => {
      throw new NetServerError("no", { exceptionType: "SuperOffice.Exceptions.SoNotFoundException" });
    },
  });
  server = await listening(graphqlApp({ netServer }).fetch, "127.0.0.1", 0);
  const url = `${urlOf(server, "127.0.0.1")}/graphql`;
  return async (body: string, accept = "application/json") => {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", accept },
      body,
    });
    const { date: _, ...headers } = Object.fromEntries(response.headers);
    return { status: response.status, headers, text: await response.text() };
  };
}

const key = "{ key(recordId: 1) { value } }";

const bodies = {
  data: JSON.stringify({ query: key }),
  "data and an error": JSON.stringify({ query: `{ key(recordId: 1) { value } keyByValue(value: "1") { value } }` }),
  "an unknown parameter": JSON.stringify({ query: key, unknown: 1 }),
  "an error of syntax": JSON.stringify({ query: "{" }),
  "a list": JSON.stringify([{ query: key }]),
  nothing: "null",
};

const accepts = [
  "*/*",
  "application/json",
  "application/graphql-response+json, application/json;q=0.9",
  "application/json; charset=iso-8859-1",
  "text/event-stream",
  "multipart/mixed",
  "multipart/mixed, application/json",
  "text/html",
];

// The first response to an `Accept` is made in another way than the next.
describe("each answer is as the first", () => {
  for (const [what, body] of Object.entries(bodies)) {
    test.each(accepts)(`of ${what} for %s`, async (accept) => {
      const ask = await served();
      const first = await ask(body, accept);
      expect(await ask(body, accept)).toEqual(first);
      expect(await ask(body, accept)).toEqual(first);
    });
  }
});

test("an answer is in the type that its own client accepts, whatever others do", async () => {
  const ask = await served();
  const types = ["application/json", "application/graphql-response+json", "text/event-stream"];
  for (const accept of [...types, ...types]) {
    const { headers, text } = await ask(bodies.data, accept);
    expect(headers["content-type"]?.split(";")[0]).toBe(accept);
    expect(text).toContain('{"data":{"key":{"value":"10042"}}}');
  }
});
