import { serverAudits } from "graphql-http";
import { describe, test } from "vitest";
import { graphqlApp } from "../../src/graphql-app.ts";
import { recordingNetServer } from "../recording-netserver.ts";

// These are the GraphQL over HTTP specification's audits by its own working group.
describe("GraphQL over HTTP", () => {
  const app = graphqlApp({ netServer: recordingNetServer() });
  const audits = serverAudits({
    url: "http://localhost/graphql",
    fetchFn: (url: string, init?: RequestInit) => app.request(url, init),
  });
  for (const audit of audits) {
    test(`${audit.id} ${audit.name}`, async () => {
      const result = await audit.fn();
      if (result.status !== "ok") throw new Error(result.reason);
    });
  }
});
