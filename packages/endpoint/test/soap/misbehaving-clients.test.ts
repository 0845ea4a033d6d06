import { EventEmitter, once } from "node:events";
import { connect, type Socket } from "node:net";
import { decodeMessage, encodeRequest } from "@superoffice-soap/codec";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { eventLoopTurns } from "../../../../test-support/event-loop-turns.ts";
import { envelope, input, length, path, save, saved, served, soapHeaders } from "../soap-save-call.ts";
import { exchange, post, serveEmbedded, serveSoap, standIn, writeSlowly } from "../soap-server.ts";

describe("a client that", () => {
  test("says a smaller length than it sends gets HTTP status 400, and the connection closes", async () => {
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\n${soapHeaders}Content-Length: 100\r\n\r\n`;
    expect(await exchange(served.port, head, envelope)).toMatch(/HTTP\/1\.1 400 /);
  });

  test("says a greater length and ends its side is not waited for", async () => {
    const socket = connect(served.port, "127.0.0.1");
    socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\n${soapHeaders}Content-Length: 100000\r\n\r\n${envelope}`);
    socket.end();
    await closed(socket);
    await saved(envelope);
  });

  test("stops in the middle of its body gets 408 after a while, and the connection closes", async () => {
    const impatient = await serveEmbedded({ bodyIdleMs: 100 });
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\n${soapHeaders}Content-Length: 100000\r\n\r\n`;
    const answer = await exchange(impatient.port, head, envelope.slice(0, 200));
    expect(answer).toMatch(/^HTTP\/1\.1 408 .*Nothing of the request came for 100 ms/s);
    expect(answer).toMatch(/^Connection: close\r$/im);
  });

  test.each([
    ["that is too long", 413, path, ""],
    ["that is too long, whatever its length was said to be", 413, path, "Transfer-Encoding: chunked\r\n"],
    ["that is no SOAP", 415, path, "Content-Type: text/plain\r\n"],
    ["for no service", 404, path.replace("ForeignSystem", "None"), ""],
    ["that is not packed as it says", 400, path, "Content-Encoding: gzip\r\n"],
    ["that is no XML", 500, path, ""],
  ])("sends all of a body %s before it reads gets its answer, %i", async (_, status, at, extra) => {
    const isChunked = extra.startsWith("Transfer");
    const bytes = status === 413 ? 11 * 1024 * 1024 : 9 * 1024 * 1024;
    const body = (status === 413 ? " " : "x").repeat(bytes);
    const head =
      `POST ${at} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${extra}${/Content-Type/.test(extra) ? "" : soapHeaders}` +
      `${isChunked ? "" : `Content-Length: ${bytes}\r\n`}\r\n`;
    const answer = await answerAfterAll(head + (isChunked ? `${bytes.toString(16)}\r\n${body}\r\n0\r\n\r\n` : body));
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} .*Envelope>$`, "s"));
  });

  test("never ends a body that is refused is not listened to for long", async () => {
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 100000\r\n\r\n`;
    const answer = await exchange(served.port, head, "x");
    expect(answer).toMatch(/^HTTP\/1\.1 415 /);
    expect(answer).toMatch(/^Connection: close\r$/im);
  });

  test("sends a body with another method than POST gets 405 all the same", async () => {
    const body = "x".repeat(9 * 1024 * 1024);
    const answer = await answerAfterAll(
      `PUT ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
  });

  test("is slow but comes on is waited for", async () => {
    const patient = await serveEmbedded({ bodyIdleMs: 500 });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const body = encodeRequest({ ...save, input, headers: patient.headers });
    const socket = connect(patient.port, "127.0.0.1").setEncoding("utf8");
    const answer = textOf(socket);
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${soapHeaders}Content-Length: ${body.length}\r\n\r\n`,
    );
    const step = Math.ceil(body.length / 8);
    const parts = Array.from({ length: 8 }, (_, index) => body.slice(index * step, (index + 1) * step));
    await writeSlowly(patient, socket, parts, () => vi.advanceTimersByTime(400));
    expect(await answer).toMatch(/^HTTP\/1\.1 200 /);
  });

  test("goes away ends the call", async () => {
    const events = new EventEmitter();
    const [called, aborted] = [once(events, "call"), once(events, "abort")];
    const port = standIn({
      SaveForeignKey: ({ context: { signal } }) =>
        new Promise((_, reject) => {
          events.emit("call");
          signal?.addEventListener("abort", () => {
            events.emit("abort");
            reject(signal.reason);
          });
        }),
    });
    const entries: unknown[] = [];
    const server = await serveSoap(port, { log: (entry) => entries.push(entry) });
    const socket = connect(server.port, "127.0.0.1");
    socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\n${soapHeaders}${length}\r\n${envelope}`);
    await called;
    socket.destroy();
    await aborted;
    // The call has to fail before it could be logged.
    await eventLoopTurns();
    expect(entries).toEqual([]);
  });

  test("is one of a thousand with nothing to say does not keep another from its answer", async () => {
    const idle = await Promise.all(Array.from({ length: 1000 }, () => opened(served.port)));
    for (const socket of idle) socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\n${soapHeaders}${length}\r\n<`);
    await saved(envelope);
    for (const socket of idle) socket.destroy();
  });

  test("sends a very long attribute or a very long text is answered", async () => {
    const long = "x".repeat(5_000_000);
    const attributes = `${long}="1" b="${long.slice(0, 4_000_000)}"`;
    const named = envelope.replace("<ForeignKey", `<ForeignKey ${attributes}`);
    expect((await post(served, path, named)).status).toBe(500);
    const told = await post(served, path, envelope.replace("erp-id", long));
    expect(decodeMessage(told.text)).toMatchObject({ headers: { Succeeded: false } });
  });
});

/** Sends all of a request before it reads what came back, as simple clients do. */
async function answerAfterAll(request: string): Promise<string> {
  const socket = await opened(served.port);
  socket.pause();
  await new Promise<void>((resolve) => socket.write(request, () => resolve()));
  return textOf(socket.setEncoding("utf8").resume());
}

async function opened(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  return socket.on("error", () => undefined);
}

async function closed(socket: Socket): Promise<void> {
  socket.on("error", () => undefined).resume();
  if (!socket.destroyed) await once(socket, "close");
}

async function textOf(socket: Socket): Promise<string> {
  let text = "";
  socket.on("data", (chunk) => {
    text += chunk;
  });
  if (!socket.destroyed) await once(socket, "close");
  return text;
}
