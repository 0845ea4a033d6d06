import { once } from "node:events";
import { get, request as httpRequest, type IncomingMessage } from "node:http";
import { createGunzip } from "node:zlib";
import { decodeMessage, encodeRequest } from "@superoffice-soap/codec";
import { NetServerError } from "@superoffice-soap/schema";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { eventLoopTurns } from "../../../../test-support/event-loop-turns.ts";
import type { ErrorEntry } from "../../src/index.ts";
import { actionFor, call, exchange, pathFor, serveEmbedded, serveSoap, standIn } from "../soap-server.ts";

const list = { services: "Services88", agent: "ForeignSystem", operation: "GetApplicationKeys" } as const;
const input = { ApplicationName: "erp" };
const envelope = encodeRequest({ ...list, input });

/** A source of keys that tells how far it has been read and whether it was ended. */
function keys(count: number, failAfter = Number.POSITIVE_INFINITY) {
  const state = { given: 0, ended: false };
  let end = () => {};
  const ending = new Promise<void>((resolve) => {
    end = resolve;
  });
  async function* items() {
    try {
      for (; state.given < count; state.given++) {
        if (state.given === failAfter) throw new NetServerError("the store is gone", { exceptionType: "T" });
        yield { Key: "k", Value: `value ${state.given}`, RecordId: state.given, TableName: "contact" };
      }
    } finally {
      state.ended = true;
      end();
    }
  }
  return { state, ending, items };
}

/** The answer to the list's request, unread. */
async function responseOf(origin: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const request = httpRequest(origin + pathFor(list), {
    method: "POST",
    agent: false,
    headers: { "Content-Type": "text/xml", SOAPAction: actionFor(list), ...headers },
  });
  request.end(envelope);
  const [response] = await once(request, "response");
  return response;
}

async function read(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe("a list", () => {
  test.each([0, 1, 3])("of %s items is one answer with its length", async (count) => {
    const server = await serveSoap(standIn({ GetApplicationKeys: () => keys(count).items() }));
    const { headers, message } = await call(server, list, input);
    expect(headers.get("content-length")).toMatch(/^\d+$/);
    const items = Array.from({ length: count }, (_, index) => ({ Key: "k", RecordId: index, CreatedBy: null }));
    expect(message).toMatchObject({ headers: { Succeeded: true }, value: { Response: items } });
  });

  test("without items is nil where the port says so", async () => {
    const { message } = await call(await serveSoap(standIn({ GetApplicationKeys: () => null })), list, input);
    expect(message).toMatchObject({ value: { Response: null } });
    const embedded = await serveEmbedded({}, { answers: { emptyList: "nil" } });
    const answer = await call(embedded, list, input, { headers: embedded.headers });
    expect(answer.message).toMatchObject({ value: { Response: null } });
  });

  test.each(["wcf", "soap12", "documented"] as const)(
    "that is long is sent as its items come, in the %s form",
    async (dialect) => {
      const { state, items } = keys(5_000);
      const server = await serveSoap(standIn({ GetApplicationKeys: items }));
      const { status, headers, message } = await call(server, list, input, { dialect });
      expect([status, headers.get("content-length")]).toEqual([200, null]);
      expect(message.kind === "response" && message.value.Response).toHaveLength(5_000);
      expect(state).toEqual({ given: 5_000, ended: true });
    },
  );

  test("that is long is packed on its way", async () => {
    const server = await serveSoap(standIn({ GetApplicationKeys: keys(5_000).items }));
    const response = await responseOf(server.origin, { "Accept-Encoding": "gzip" });
    expect(response.headers["content-encoding"]).toBe("gzip");
    const message = decodeMessage(await read(response.pipe(createGunzip())));
    expect(message.kind === "response" && message.value.Response).toHaveLength(5_000);
  });

  test("that is long is sent to a client of HTTP 1.0 until the connection ends", async () => {
    const server = await serveSoap(standIn({ GetApplicationKeys: keys(5_000).items }));
    const head = `POST ${pathFor(list)} HTTP/1.0\r\nContent-Type: text/xml\r\nContent-Length: ${envelope.length}\r\n\r\n`;
    const answer = await exchange(server.port, head, envelope);
    expect(answer).not.toMatch(/transfer-encoding/i);
    expect(answer).toMatch(/<\/s:Envelope>$/);
  });

  test("is read no faster than the client takes it, and no further when the client goes away", async () => {
    const { state, ending, items } = keys(10_000_000);
    const entries: ErrorEntry[] = [];
    const server = await serveSoap(standIn({ GetApplicationKeys: items }), { log: (entry) => entries.push(entry) });
    const response = await responseOf(server.origin);
    await once(response, "readable");
    await untilStill(() => state.given);
    expect(state.given).toBeLessThan(200_000);
    response.destroy();
    await ending;
    expect(state.given).toBeLessThan(200_000);
    await eventLoopTurns();
    expect(entries).toEqual([]);
  });
});

test("a list whose reader has stopped to read is cut off", async () => {
  const { state, ending, items } = keys(10_000_000);
  const server = await serveSoap(standIn({ GetApplicationKeys: items }), { answerIdleMs: 200, log: () => undefined });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const response = await responseOf(server.origin);
  const cut = once(response, "error");
  await once(response, "readable");
  await untilStill(() => state.given);
  vi.advanceTimersByTime(199);
  await eventLoopTurns();
  expect(state.ended).toBe(false);
  vi.advanceTimersByTime(1);
  await ending;
  expect(state.given).toBeLessThan(200_000);
  response.resume();
  await cut;
});

describe("a list that fails", () => {
  test("before its first item is an error like another", async () => {
    const server = await serveSoap(standIn({ GetApplicationKeys: keys(5_000, 0).items }));
    const { status, message } = await call(server, list, input);
    expect(status).toBe(200);
    expect(message).toMatchObject({
      headers: { Succeeded: false, ExceptionInfo: { Message: "the store is gone" } },
      value: { Response: null },
    });
  });

  test("among its first items is an error too, as nothing was sent yet", async () => {
    const server = await serveSoap(standIn({ GetApplicationKeys: keys(5_000, 10).items }));
    const { message } = await call(server, list, input);
    expect(message).toMatchObject({ headers: { Succeeded: false }, value: { Response: null } });
  });

  test.each([{}, { "Accept-Encoding": "gzip" }])(
    "later breaks the connection, so that nobody takes it for whole (%j)",
    async (headers) => {
      const entries: ErrorEntry[] = [];
      const port = standIn({ GetApplicationKeys: keys(50_000, 20_000).items });
      const server = await serveSoap(port, { log: (entry) => entries.push(entry) });
      const response = await responseOf(server.origin, headers);
      expect(response.statusCode).toBe(200);
      await expect(read(response)).rejects.toThrow(/aborted/);
      expect(entries).toMatchObject([
        { target: "Services88/ForeignSystem/GetApplicationKeys", error: "NetServerError" },
      ]);
      expect(await healthOf(server.origin)).toBe(200);
    },
  );

  test("because the client has gone is no failure of the server", async () => {
    const entries: ErrorEntry[] = [];
    let [waits, aborts] = [() => {}, () => {}];
    const waiting = new Promise<void>((resolve) => {
      waits = resolve;
    });
    const aborted = new Promise<void>((resolve) => {
      aborts = resolve;
    });
    const port = standIn({
      GetApplicationKeys: async function* ({ context: { signal } }) {
        yield* keys(5_000).items();
        waits();
        await new Promise((_resolve, reject) =>
          signal?.addEventListener("abort", () => {
            aborts();
            reject(signal.reason);
          }),
        );
      },
    });
    const server = await serveSoap(port, { log: (entry) => entries.push(entry) });
    const response = await responseOf(server.origin, {});
    response.on("error", () => undefined).resume();
    await waiting;
    response.destroy();
    await aborted;
    await eventLoopTurns();
    expect(entries).toEqual([]);
  });
});

/** Waits until a number does not change any more. */
async function untilStill(value: () => number): Promise<void> {
  for (let last = -1; last !== value(); ) {
    last = value();
    await eventLoopTurns(200);
  }
}

async function healthOf(origin: string): Promise<number | undefined> {
  const [response] = await once(get(`${origin}/Remote/`), "response");
  response.resume();
  return response.statusCode;
}
