import { expect, onTestFinished, test } from "vitest";
import { closed, listening, urlOf } from "../src/http-server.ts";

test("a connection is kept for whoever calls now and then, longer than load balancers keep theirs", async () => {
  const server = await listening(() => new Response("here"), "127.0.0.1", 0);
  onTestFinished(() => closed(server, 0));
  const { headers } = await fetch(urlOf(server, "127.0.0.1"));
  const [, seconds] = /timeout=(\d+)/.exec(headers.get("keep-alive") ?? "") ?? [];
  expect(Number(seconds)).toBeGreaterThan(60);
});
