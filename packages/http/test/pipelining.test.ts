import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { closed, listening } from "../src/http-server.ts";
import { maxWaiting } from "../src/pipelining.ts";

let server: Awaited<ReturnType<typeof listening>>;
let begun: string[];
let answers: Map<string, (text: string) => void>;

beforeEach(async () => {
  begun = [];
  answers = new Map();
  const fetch = async (request: Request) => {
    const { pathname } = new URL(request.url);
    begun.push(pathname);
    if (pathname === "/free") return new Response("free");
    const text = await new Promise<string>((resolve) => answers.set(pathname, resolve));
    return new Response(text, { headers: text === "last" ? { Connection: "close" } : {} });
  };
  server = await listening(fetch, "127.0.0.1", 0);
});

afterEach(() => closed(server, 0));

function connected(): Socket & { received: string } {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  const reader = Object.assign(socket.setEncoding("latin1"), { received: "" });
  socket.on("data", (text) => {
    reader.received += text;
  });
  return reader;
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: here\r\n\r\n`;

/** By then the server has read all that was sent before. */
async function another(): Promise<void> {
  const { port } = server.address() as AddressInfo;
  expect(await (await fetch(`http://127.0.0.1:${port}/free`)).text()).toBe("free");
}

const patient = { timeout: 10_000 };

const begunOfOurs = () => begun.filter((path) => path !== "/free");

test("requests that a client sends without waiting are begun one after the other, and answered in order", async () => {
  const socket = connected();
  socket.write(get("/1") + get("/2") + get("/3"));
  for (const path of ["/1", "/2", "/3"]) {
    await expect.poll(begunOfOurs, patient).toContain(path);
    await another();
    expect(begunOfOurs().at(-1)).toBe(path);
    answers.get(path)?.(`answer ${path}`);
  }
  await expect
    .poll(() => socket.received.match(/answer \/\d/g), patient)
    .toEqual(["answer /1", "answer /2", "answer /3"]);
  socket.destroy();
});

test("what waits is not begun when the client has gone", async () => {
  const socket = connected();
  socket.write(get("/1") + get("/2"));
  await expect.poll(begunOfOurs, patient).toEqual(["/1"]);
  socket.destroy();
  await another();
  answers.get("/1")?.("nobody reads this");
  await another();
  expect(begunOfOurs()).toEqual(["/1"]);
});

test("what waits is not begun when the answer before ends the connection", async () => {
  const socket = connected();
  socket.write(get("/1") + get("/2"));
  await expect.poll(begunOfOurs, patient).toEqual(["/1"]);
  answers.get("/1")?.("last");
  await once(socket, "close");
  expect(socket.received).toContain("last");
  expect(begunOfOurs()).toEqual(["/1"]);
});

test("a connection with too many requests that wait is closed", async () => {
  const socket = connected();
  socket.on("error", () => undefined);
  socket.write(get("/1") + get("/2").repeat(maxWaiting + 1));
  await once(socket, "close");
  expect(begunOfOurs()).toEqual(["/1"]);
  await another();
});
