import { once } from "node:events";
import { connect } from "node:net";
import { Hono } from "hono";
import { afterAll, expect, test } from "vitest";
import { type HttpRequest, httpRequestOf } from "../src/http-request.ts";
import { closed, listening, urlOf } from "../src/http-server.ts";
import { peerAddressOf } from "../src/loopback.ts";

const seen: HttpRequest[] = [];
const app = new Hono().all("*", (context) => {
  seen.push(httpRequestOf(context, peerAddressOf));
  return context.text("");
});
const server = await listening(app.fetch, "127.0.0.1", 0);
afterAll(() => closed(server, 0));

test("a request that came over a socket is read with its peer and its version of HTTP", async () => {
  const socket = connect(Number(new URL(urlOf(server, "127.0.0.1")).port), "127.0.0.1");
  const head = "Host: localhost\r\nContent-Type: text/xml\r\nContent-Encoding: gzip\r\nContent-Length: 0";
  socket.write(`POST /a/b?c HTTP/1.0\r\n${head}\r\n\r\n`);
  socket.resume();
  await once(socket, "close");
  const { raw, incoming, ...values } = seen.at(-1) as HttpRequest;
  expect(values).toEqual({
    method: "POST",
    path: "/a/b",
    contentType: "text/xml",
    contentEncoding: "gzip",
    contentLength: "0",
    httpVersion: "1.0",
    peerAddress: "127.0.0.1",
  });
  expect(incoming).toBeDefined();
  expect(raw.headers.get("host")).toBe("localhost");
});

test("a request without a socket is read without them", async () => {
  await app.request("/a", { headers: { "Content-Type": "text/plain" } });
  expect(seen.at(-1)).toMatchObject({
    method: "GET",
    path: "/a",
    contentType: "text/plain",
    contentEncoding: undefined,
  });
  expect(seen.at(-1)).toMatchObject({ httpVersion: undefined, peerAddress: undefined, incoming: undefined });
});
