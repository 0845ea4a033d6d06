import { createServer, type Socket } from "node:net";
import type { TransportError } from "@superoffice-soap/schema";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { createClient } from "../../src/index.ts";
import { ResponseHead } from "../../src/transport/filter-response-heads.ts";
import { answerTo, decodedRequestOf } from "../stub-upstream.ts";

const continued = "HTTP/1.1 100 Continue\r\n\r\n";
const interims = [
  continued,
  "HTTP/1.1 100 Continue\r\nServer: Microsoft-IIS/6.0\r\nDate: Tue, 01 Dec 2026 12:00:00 GMT\r\n\r\n",
  "HTTP/1.0 100 \r\n\r\n",
  "HTTP/1.1 100\r\n\r\n",
  "HTTP/1.1 102 Processing\r\n\r\n",
  "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n",
  "HTTP/1.1 199 Whatever\r\n\r\n",
];

/** A response of HTTP as its bytes are, with the length of its body. */
function responseOf(body: string, head = "HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8"): string {
  return `${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** The same in chunks of a few bytes. */
function chunkedResponseOf(body: string): string {
  const chunks = (body.match(/.{1,50}/gs) ?? []).map(
    (text) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`,
  );
  return `HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n${chunks.join("")}0\r\n\r\n`;
}

interface RawUpstream {
  readonly url: string;
  readonly connections: () => number;
  readonly requests: () => number;
}

/** A NetServer below HTTP, which keeps connections: `respond` is given a connection and the envelope of a right answer. */
async function startRawUpstream(respond: (socket: Socket, envelope: string) => void): Promise<RawUpstream> {
  const sockets = new Set<Socket>();
  let requests = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    let received = "";
    socket.on("error", () => undefined).setNoDelay(true);
    socket.on("data", (data) => {
      received += data.toString("utf8");
      const body = received.split("\r\n\r\n")[1] ?? "";
      if (!body.endsWith("Envelope>")) return;
      received = "";
      requests++;
      const message = decodedRequestOf(body);
      const name = { Name: "Ærø", ForeignAppId: requests };
      const Response = new Map<string, unknown>([
        ["GetAppByName", name],
        ["GetApplicationKeys", [{ Key: "a" }]],
      ]).get(message.operation);
      respond(socket, answerTo(message, { Response: Response ?? null }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return { url: `http://127.0.0.1:${port}/Remote`, connections: () => sockets.size, requests: () => requests };
}

async function writeSlowly(socket: Socket, pieces: readonly (string | Uint8Array)[]): Promise<void> {
  for (const piece of pieces) {
    socket.write(piece);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

describe("an interim response that was not asked for is passed over", () => {
  test.each(interims.map((interim) => [JSON.stringify(interim.split("\r\n", 1)[0]), interim]))(
    "%s",
    async (_, interim) => {
      const upstream = await startRawUpstream((socket, envelope) => socket.write(interim + responseOf(envelope)));
      const client = createClient({ url: upstream.url });
      expect(await client.ForeignSystem.GetAppByName({})).toMatchObject({ Name: "Ærø", ForeignAppId: 1 });
      expect(await client.ForeignSystem.GetAppByName({})).toMatchObject({ Name: "Ærø", ForeignAppId: 2 });
      expect([upstream.requests(), upstream.connections()]).toEqual([2, 1]);
    },
  );

  test("all of them one after the other, before a chunked response", async () => {
    const upstream = await startRawUpstream((socket, envelope) =>
      socket.write(interims.join("") + interims.join("") + chunkedResponseOf(envelope)),
    );
    const client = createClient({ url: upstream.url });
    for (const ForeignAppId of [1, 2, 3]) {
      expect(await client.ForeignSystem.GetAppByName({})).toMatchObject({ Name: "Ærø", ForeignAppId });
    }
    expect([upstream.requests(), upstream.connections()]).toEqual([3, 1]);
  });

  test("in a packet of its own, and cut anywhere", async () => {
    const upstream = await startRawUpstream((socket, envelope) => {
      const response = responseOf(envelope);
      void writeSlowly(socket, [
        continued,
        "HTTP/1.1 1",
        "00 Conti",
        "nue\r\n",
        "\r",
        "\nHT",
        "TP/1.1 103 E\r\n\r\nHTTP",
        response.slice(4),
      ]);
    });
    const client = createClient({ url: upstream.url });
    expect(await client.ForeignSystem.GetAppByName({})).toMatchObject({ Name: "Ærø" });
    expect(upstream.requests()).toBe(1);
  });

  test("before a list that is streamed, and before a write, which is sent once", async () => {
    const upstream = await startRawUpstream((socket, envelope) =>
      socket.write(continued + chunkedResponseOf(envelope)),
    );
    const client = createClient({ url: upstream.url });
    const keys: unknown[] = [];
    for await (const item of client.ForeignSystem.GetApplicationKeys.items({})) keys.push(item?.Key);
    expect(keys).toEqual(["a"]);
    expect(await client.ForeignSystem.AddForeignKey({})).toBeNull();
    expect(upstream.requests()).toBe(2);
  });

  test("and what comes in a body is left as it is", async () => {
    const name = `${continued}X: a\r\n b\r\n\r\n`;
    const upstream = await startRawUpstream((socket, envelope) => {
      const [head = "", tail = ""] = envelope.replace("Ærø", name.replaceAll("\r", "&#xD;")).split("HTTP/1.1 100");
      void writeSlowly(socket, [responseOf(`${head}HTTP/1.1 100${tail}`)]);
    });
    const client = createClient({ url: upstream.url });
    expect(await client.ForeignSystem.GetAppByName({})).toMatchObject({ Name: name });
  });

  test("but a connection that ends behind it has broken", async () => {
    const upstream = await startRawUpstream((socket) => socket.end(continued));
    const client = createClient({ url: upstream.url, retry: { maxRetries: 0 } });
    await expect(client.ForeignSystem.GetAppByName({})).rejects.toMatchObject({ code: "interrupted" });
  });
});

describe("folded header fields are read", () => {
  test("as if a blank stood for each fold", async () => {
    const head = "HTTP/1.1 200 OK\r\nX-Long: a,\r\n\tb,\r\n   c\r\nContent-Type: text/xml;\r\n charset=utf-8";
    const upstream = await startRawUpstream((socket, envelope) => socket.write(continued + responseOf(envelope, head)));
    const client = createClient({ url: upstream.url });
    expect(await client.ForeignSystem.GetAppByName({})).toMatchObject({ ForeignAppId: 1 });
    expect(await client.ForeignSystem.GetAppByName({})).toMatchObject({ ForeignAppId: 2 });
    expect([upstream.requests(), upstream.connections()]).toEqual([2, 1]);
  });
});

test("a head and its interim responses are read alike however they are cut", () => {
  const head = "HTTP/1.1 200 OK\r\nX-Long: a,\r\n\t b\r\nContent-Length: 2\r\n\r\n";
  const wanted = "HTTP/1.1 200 OK\r\nX-Long: a, b\r\nContent-Length: 2\r\n\r\nok";
  const interim = fc.array(fc.constantFrom(...interims), { maxLength: 3 });
  fc.assert(
    fc.property(interim, fc.array(fc.nat(400), { maxLength: 6 }), (before, cuts) => {
      const bytes = Buffer.from(`${before.join("")}${head}ok`, "latin1");
      const response = new ResponseHead();
      let parsed: Buffer | undefined;
      let rest = "";
      const ends = [...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
      let start = 0;
      for (const end of ends) {
        const piece = bytes.subarray(start, end);
        start = end;
        if (parsed === undefined) parsed = response.read(piece);
        else rest += piece.toString("latin1");
      }
      expect((parsed?.toString("latin1") ?? "") + rest).toBe(wanted);
    }),
  );
});

describe("a response that breaks HTTP's rules is told with the parser's reason, and the call is sent once", () => {
  const body = "<a/>";
  test.each([
    ["a bad status line", `HTTP/1.1 abc OK\r\nContent-Length: 4\r\n\r\n${body}`, /Invalid status code/],
    ["another protocol", "SSH-2.0-OpenSSH_9.6\r\n", /Expected HTTP/],
    ["HTTP/2", "HTTP/2 200 OK\r\nContent-Length: 4\r\n\r\n", /Expected dot/],
    ["bare line feeds", "HTTP/1.1 200 OK\nContent-Length: 4\n", /Missing expected CR/],
    ["a bare line feed", "HTTP/1.1 200 OK\r\nX: a\nContent-Length: 4\r\n\r\n", /Missing expected CR/],
    ["a fold before any field", "HTTP/1.1 200 OK\r\n folded\r\nContent-Length: 4\r\n\r\n", /\(.+\)/],
    ["a blank in a field's name", "HTTP/1.1 200 OK\r\nX Y: a\r\nContent-Length: 4\r\n\r\n", /Invalid header token/],
    ["an illegal character", "HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 4\r\n\r\n", /Invalid header value char/],
    ["two lengths", `HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\n${body}`, /Content-Length/],
    [
      "a length and chunks",
      `HTTP/1.1 200 OK\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n${body}\r\n0\r\n\r\n`,
      /Content-Length/,
    ],
    [
      "a bad chunk",
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n${body}`,
      /Invalid character in chunk size/,
    ],
    ["a head too long", `HTTP/1.1 200 OK\r\nX: ${"a".repeat(20_000)}\r\n\r\n`, /Header overflow/],
    [
      "another protocol that was not asked for",
      "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n",
      /Switching Protocols/,
    ],
  ])("%s", async (_, response, reason) => {
    const upstream = await startRawUpstream((socket) => socket.write(response));
    const client = createClient({ url: upstream.url });
    const address = `${upstream.url}/Services88/ForeignSystem.svc`;
    const read = await client.ForeignSystem.GetAppByName({}).catch((error: TransportError) => error);
    expect(read).toMatchObject({ name: "TransportError", code: "response_invalid", url: address, retrySafe: true });
    expect((read as TransportError).message).toMatch(reason);
    expect((read as TransportError).message).toContain(`${address} sent an invalid HTTP response (`);
    const write = await client.ForeignSystem.AddForeignKey({}).catch((error: TransportError) => error);
    expect(write).toMatchObject({ code: "response_invalid", retrySafe: false });
    expect((write as TransportError).message).toMatch(/\); the call may have been carried out$/);
    expect(upstream.requests()).toBe(2);
  });

  test("without a word of the response itself", async () => {
    const upstream = await startRawUpstream((socket) => socket.write("HTTP/1.1 200 OK\r\nX Y: 7T:very-secret\r\n\r\n"));
    const client = createClient({ url: upstream.url });
    const error = await client.ForeignSystem.GetAppByName({}).catch((error: TransportError) => error);
    const { message, stack, cause } = error as TransportError;
    expect([message, stack, String(cause), JSON.stringify(cause), JSON.stringify(error)].join()).not.toContain(
      "secret",
    );
  });
});
