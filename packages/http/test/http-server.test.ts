import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { closed, listening, urlOf } from "../src/http-server.ts";

test("a connection is kept for whoever calls now and then, longer than load balancers keep theirs", async () => {
  const server = await listening(() => new Response("here"), "127.0.0.1", 0);
  onTestFinished(() => closed(server, 0));
  const { headers } = await fetch(urlOf(server, "127.0.0.1"));
  const [, seconds] = /timeout=(\d+)/.exec(headers.get("keep-alive") ?? "") ?? [];
  expect(Number(seconds)).toBeGreaterThan(60);
});

test.each(["whole answers", "pipelined answers"])("%s that nobody takes do not hold their connection", async (kind) => {
  const server = await listening(() => new Response("x".repeat(20_000_000)), "127.0.0.1", 0, 200);
  onTestFinished(() => closed(server, 0));
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  const request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  socket.pause().write(kind === "whole answers" ? request : request.repeat(10));
  const [connection] = await once(server, "connection");
  await once(connection, "close");
});

test("an answer that is still being made is waited for", async () => {
  const connections: Socket[] = [];
  const late = () =>
    new Response(
      new ReadableStream({
        async pull(controller) {
          await Promise.all(connections.map((connection) => once(connection, "timeout")));
          controller.enqueue(new TextEncoder().encode("late"));
          controller.close();
        },
      }),
    );
  const server = await listening(late, "127.0.0.1", 0, 100);
  server.on("connection", (connection) => connections.push(connection));
  onTestFinished(() => closed(server, 0));
  expect(await (await fetch(urlOf(server, "127.0.0.1"))).text()).toBe("late");
  expect(connections).toHaveLength(1);
});

// Not every machine has IPv6.
const addresses = Object.values(networkInterfaces()).flatMap((own = []) => own.map(({ address }) => address));
const hosts = addresses.includes("::1") ? ["127.0.0.1", "::1", "::"] : ["127.0.0.1"];

test.each(hosts)("a request of HTTP/1.0 that names no host is answered on %s", async (host) => {
  const server = await listening(({ url }) => new Response(new URL(url).pathname), host, 0);
  onTestFinished(() => closed(server, 0));
  const socket = connect((server.address() as AddressInfo).port, host === "::" ? "::1" : host);
  await once(socket, "connect");
  socket.write("GET /healthz HTTP/1.0\r\n\r\n");
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\/healthz/s);
});
