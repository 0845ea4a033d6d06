import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { sendMany } from "../bench/http-load.ts";
import { keyPath, soapLookup } from "../bench/key-lookup.ts";
import { type ServerProcess, startServerProcess } from "../bench/server-process.ts";
import type { LoadOptions, Outcome } from "./commands.ts";

const script = new URL("../bench/soap-child.ts", import.meta.url);
const head = `POST ${keyPath} HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\n`;
const envelope = '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>';

/** The memory, beyond that at rest, that the server may take for one kind of client, in MiB. */
const mostMebibytes = 256;

/** The time that the server may take to end a connection; a body may pause for 30 seconds. */
const mostSeconds = 35;

interface Rudeness {
  readonly name: string;
  /** Does it, and answers what was seen of the server. */
  readonly run: (server: ServerProcess) => Promise<string>;
}

/**
 * Clients that send half a body and wait, or too much, or too deep, or words that do not end. Each must be answered or
 * cut off, the server's memory stay bounded, and others be served meanwhile.
 */
export async function rude({ store = ":memory:" }: LoadOptions): Promise<Outcome> {
  const server = await startServerProcess(script, "netserver", store);
  const lookup = soapLookup(server.ticket);
  await sendMany(server.origin, lookup, 4, 2000);
  const { rss: atRest } = await server.usage();
  const lines: string[] = [];
  const faults: string[] = [];
  for (const { name, run } of rudenesses) {
    const start = performance.now();
    const seen = await run(server);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const more = ((await server.usage()).rss - atRest) / 2 ** 20;
    lines.push(`${name}: ${seen}; ${seconds} s, ${more < 0 ? "" : "+"}${more.toFixed(0)} MiB`);
    if (more > mostMebibytes) faults.push(`${name} took ${more.toFixed(0)} MiB`);
    await sendMany(server.origin, lookup, 4, 100);
  }
  await server.stop();
  return { lines, faults };
}

const rudenesses: readonly Rudeness[] = [
  { name: "1000 idle connections", run: (server) => beside(server, "") },
  { name: "1000 half-sent bodies", run: (server) => beside(server, `${head}Content-Length: 5000\r\n\r\n${envelope}`) },
  {
    name: "a half-sent body, awaited",
    run: (server) => statusOf(server, [`${head}Content-Length: 5000\r\n\r\n${envelope}`]),
  },
  { name: "a body one byte over the limit", run: (server) => statusOf(server, body(filled(10 * 2 ** 20 + 1))) },
  { name: "200 MB in chunks", run: (server) => statusOf(server, chunks(200)) },
  { name: "a million levels", run: (server) => statusOf(server, body(`${envelope}${"<a>".repeat(1_000_000)}`)) },
  {
    name: "an attribute's name of 9 MB",
    run: (server) => statusOf(server, body(`${envelope}<a ${"x".repeat(9_000_000)}="">`)),
  },
  {
    name: "100000 attributes",
    run: (server) =>
      statusOf(server, body(`${envelope}<a ${Array.from({ length: 100_000 }, (_, i) => `a${i}=""`).join(" ")}>`)),
  },
];

/** Returns the outcome for another caller while a thousand clients have sent something and wait. */
async function beside(server: ServerProcess, sent: string): Promise<string> {
  const sockets = await Promise.all(Array.from({ length: 1000 }, () => opened(server)));
  for (const socket of sockets) socket.write(sent);
  const start = performance.now();
  await sendMany(server.origin, soapLookup(server.ticket), 4, 100);
  const seen = `100 others were answered in ${(performance.now() - start).toFixed(0)} ms`;
  for (const socket of sockets) socket.destroy();
  await setTimeout(100);
  return seen;
}

/** The status line of the answer, when the server has ended the connection. */
async function statusOf(server: ServerProcess, parts: Iterable<string>): Promise<string> {
  const socket = await opened(server);
  let received = "";
  socket.setEncoding("latin1").on("data", (text) => {
    received += text;
  });
  // `once` would reject for a server that hangs up while it is written to.
  const closed = new Promise((resolve) => socket.once("close", resolve));
  for (const part of parts) {
    if (socket.destroyed || received !== "") break;
    if (!socket.write(part)) await Promise.race([new Promise((resolve) => socket.once("drain", resolve)), closed]);
  }
  const tooLate = setTimeout(mostSeconds * 1000, "late", { ref: false });
  if ((await Promise.race([closed, tooLate])) === "late") received ||= "neither answered nor cut off";
  socket.destroy();
  return received.split("\r\n", 1)[0] || "cut off";
}

async function opened({ origin }: ServerProcess): Promise<Socket> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  // The server may cut off who is rude.
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

function body(text: string): string[] {
  return [`${head}Connection: close\r\nContent-Length: ${text.length}\r\n\r\n`, text];
}

function filled(length: number): string {
  return envelope + " ".repeat(length - envelope.length);
}

function* chunks(megabytes: number): Generator<string> {
  yield `${head}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n`;
  const chunk = `f4240\r\n${" ".repeat(1_000_000)}\r\n`;
  for (let index = 0; index < megabytes; index++) yield chunk;
}
