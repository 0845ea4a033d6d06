import { gzipSync } from "node:zlib";
import { encodeRequest } from "@superoffice-soap/codec";
import { BodyBudget } from "@superoffice-soap/http";
import { createNetServer } from "@superoffice-soap/netserver";
import type { ForeignKey } from "@superoffice-soap/schema";
import { expect, test } from "vitest";
import { actionFor, pathFor, post, serveEmbedded, serveSoap } from "../soap-server.ts";

const signIn = { services: "Services88", agent: "SoPrincipal", operation: "AuthenticateUsernamePassword" } as const;
const save = { services: "Services88", agent: "ForeignSystem", operation: "SaveForeignKey" } as const;
const server = await serveEmbedded({ maxUnknownBytes: 100_000 });

function saving(valueLength: number, headers: object = server.headers): string {
  const ForeignKey: ForeignKey = { Key: "k", Value: "v", RecordId: 1, TableName: "contact" };
  const padding = `<!--${"x ".repeat(valueLength / 2)}-->`;
  const input = { ForeignKey, ApplicationName: "a", DeviceName: "d", DeviceIdentifier: "" };
  return encodeRequest({ ...save, input, headers }).replace("</s:Body>", `</s:Body>${padding}`);
}

function sent(envelope: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}, to = server) {
  return post(to, pathFor(save), envelope, { SOAPAction: actionFor(save), ...headers });
}

test("a large request is taken of a caller whose ticket is good", async () => {
  expect((await sent(saving(500_000))).text).toContain("<Value>v</Value>");
});

test.each([
  ["no ticket", {}],
  ["a ticket that is made up", { Credentials: { Ticket: "7T:made-up" } }],
])("and not with %s, however it is sent", async (_, headers) => {
  for (const envelope of [saving(500_000, headers), gzipSync(saving(500_000, headers))]) {
    const packed = typeof envelope === "string" ? {} : { "Content-Encoding": "gzip" };
    const { status, text } = await sent(typeof envelope === "string" ? envelope : new Uint8Array(envelope), packed);
    expect([status, text]).toEqual([
      413,
      expect.stringContaining("A request without a ticket that is good must not be larger than 100000 bytes."),
    ]);
  }
  expect((await sent(saving(50_000, headers))).text).toContain("SoSessionException");
});

test("a large sign-in is not taken", async () => {
  const input = { UserName: "\r".repeat(200_000), Password: "" };
  const { status } = await post(server, pathFor(signIn), encodeRequest({ ...signIn, input }), {
    SOAPAction: actionFor(signIn),
  });
  expect(status).toBe(413);
});

test("a body that unpacks to far more than it came as is refused, also with a good ticket", async () => {
  const envelope = saving(2_000_000);
  const packed = new Uint8Array(gzipSync(envelope));
  expect(packed.length * 100).toBeLessThan(envelope.length);
  const { status, text } = await sent(packed, { "Content-Encoding": "gzip" });
  expect([status, text]).toEqual([413, expect.stringContaining("more than 100 times as long unpacked")]);
});

test("what all requests may hold together bounds them, and those beyond are told to come again", async () => {
  const bodyBudget = new BodyBudget({ maxBytes: 300_000, waitMs: 50 });
  const held = bodyBudget.lease("another");
  held.know();
  held.take(300_000);
  const older = bodyBudget.lease("another");
  older.take(1);
  const netServer = await createNetServer();
  const { origin } = await serveSoap(netServer, { bodyBudget });
  const { status, headers, text } = await sent(saving(50_000), {}, { ...server, origin });
  expect([status, headers.get("retry-after"), text]).toEqual([503, "1", expect.stringContaining("too many large")]);
  // A short one needs no room.
  expect((await sent(saving(100), {}, { ...server, origin })).status).toBe(200);
  older.release();
  held.release();
  expect((await sent(saving(50_000), {}, { ...server, origin })).status).toBe(200);
  await netServer.close();
});

test.each(["UTF-8", "utf8", "us-ascii", "none", "identity", "iso-8859-1", "7bit", "utf-8, identity", ""])(
  "a Content-Encoding that packs nothing is passed over: %s",
  async (coding) => {
    expect((await sent(saving(100), { "Content-Encoding": coding })).status).toBe(200);
  },
);

test.each(["br", "gzip, gzip", "text/xml", "toString"])("one that is not known is refused: %s", async (coding) => {
  const { status, headers, text } = await sent(saving(100), { "Content-Encoding": coding });
  expect([status, headers.get("accept-encoding"), text]).toEqual([
    415,
    "gzip, deflate, identity",
    expect.stringContaining(`The Content-Encoding ${coding} is not supported`),
  ]);
});
