import { Hono } from "hono";
import { expect, test, vi } from "vitest";
import { graphqlApp } from "../../src/graphql-app.ts";
import { recordingNetServer } from "../recording-netserver.ts";

const fault = new RangeError("no");
const failing = () => {
  throw fault;
};

/** Makes an app in which a request is known as `caller-17`. */
function observed() {
  const netServer = recordingNetServer({ GetKey: failing });
  const onUnexpectedError = vi.fn();
  const app = new Hono()
    .use(async (context, next) => {
      context.set("currentRequest", { requestId: "caller-17" });
      await next();
    })
    .route("/", graphqlApp({ netServer, onUnexpectedError }));
  return { app, netServer, onUnexpectedError };
}

test.each([
  ["an answer", "application/json", "{ key(recordId: 1) { value } }"],
  ["the first of an answer's parts", "multipart/mixed", "{ key(recordId: 1) { value } ... @defer { __typename } }"],
  ["a later part of an answer", "multipart/mixed", "{ __typename ... @defer { key(recordId: 1) { value } } }"],
])("a fault in %s is told once, with the request that met it", async (_where, accept, query) => {
  const { app, netServer, onUnexpectedError } = observed();
  const headers = { "content-type": "application/json", accept };
  const response = await app.request("/graphql", { method: "POST", headers, body: JSON.stringify({ query }) });
  expect(await response.text()).toContain("INTERNAL_SERVER_ERROR");
  expect(onUnexpectedError.mock.calls).toEqual([[fault, "caller-17"]]);
  expect(netServer.calls[0]?.context.requestId).toBe("caller-17");
});
