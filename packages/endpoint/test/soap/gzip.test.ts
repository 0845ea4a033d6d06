import { request as httpRequest } from "node:http";
import { deflateSync, gunzipSync, gzipSync } from "node:zlib";
import { decodeMessage, encodeRequest } from "@superoffice-soap/codec";
import { describe, expect, test } from "vitest";
import { rawResponse } from "../raw-response.ts";
import { envelope, path, save, served } from "../soap-save-call.ts";
import { actionFor, pathFor, post, serveSoap, standIn } from "../soap-server.ts";

// Made before there are connections, which would run out meanwhile.
const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, 0x20));

describe("gzip", () => {
  test.each(["gzip", "x-gzip", "GZIP"])("is unpacked in a request (%s)", async (coding) => {
    const { status, text } = await post(served, path, gzipSync(envelope), { "Content-Encoding": coding });
    expect(status).toBe(200);
    expect(decodeMessage(text)).toMatchObject({ headers: { Succeeded: true } });
  });

  test("or deflate, which PHP may be told to send, is unpacked", async () => {
    const packed = deflateSync(envelope);
    const { text } = await post(served, path, packed, { "Content-Encoding": "deflate" });
    expect(decodeMessage(text)).toMatchObject({ headers: { Succeeded: true } });
    const { status } = await post(served, path, packed.subarray(0, -20), { "Content-Encoding": "deflate" });
    expect(status).toBe(400);
  });

  test("that is none, or breaks off, is a fault with HTTP status 400", async () => {
    const packed = gzipSync(envelope);
    for (const body of [Buffer.from(envelope), packed.subarray(0, -20)]) {
      const { status, text } = await post(served, path, body, { "Content-Encoding": "gzip" });
      expect(status).toBe(400);
      expect(decodeMessage(text)).toMatchObject({
        fault: { code: "client", message: expect.stringMatching(/not the gzip/) },
      });
    }
  });

  test("that comes slowly is waited for as long as it comes", async () => {
    const server = await serveSoap(standIn({ SaveForeignKey: () => null }), { bodyIdleMs: 400 });
    const packed = gzipSync(envelope);
    const request = httpRequest(server.origin + path, {
      method: "POST",
      headers: { "Content-Type": "text/xml", "Content-Encoding": "gzip", SOAPAction: actionFor(save) },
    });
    for (let at = 0; at < 8; at++) {
      request.write(packed.subarray(at, at + 1));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect((await rawResponse(request, packed.subarray(8))).status).toBe(200);
  });

  test("bombs are not unpacked beyond the limit", async () => {
    expect(bomb.length).toBeLessThan(1024 * 1024);
    const before = process.memoryUsage().rss;
    const { status } = await post(served, path, bomb, { "Content-Encoding": "gzip" });
    expect(status).toBe(413);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  test("and deflate are the only packings, which the answer says", async () => {
    const { status, headers: http } = await post(served, path, envelope, { "Content-Encoding": "br" });
    expect([status, http.get("accept-encoding")]).toEqual([415, "gzip, deflate, identity"]);
  });

  test("packs a long answer for who accepts it, and no other", async () => {
    const value = "x".repeat(20_000);
    const long = standIn({ GetKeyValue: () => value, GetKey: () => null });
    const server = await serveSoap(long);
    const target = { ...save, operation: "GetKeyValue" } as const;
    const packed = await raw(server, target, { "Accept-Encoding": "gzip, deflate" });
    expect(packed.headers["content-encoding"]).toBe("gzip");
    expect(packed.headers["content-type"]).toBe("text/xml; charset=utf-8");
    expect(packed.bytes.length).toBeLessThan(2_000);
    expect(gunzipSync(packed.bytes).toString()).toContain(value);
    for (const accepted of ["identity", "gzip;q=0", "br"]) {
      expect((await raw(server, target, { "Accept-Encoding": accepted })).headers["content-encoding"]).toBeUndefined();
    }
    const short = await raw(server, { ...save, operation: "GetKey" }, { "Accept-Encoding": "gzip" });
    expect(short.headers["content-encoding"]).toBeUndefined();
  });
});

function raw(server: { origin: string }, target: typeof save | { operation: string }, http: Record<string, string>) {
  const known = { ...save, ...target };
  const request = httpRequest(server.origin + pathFor(known), {
    method: "POST",
    headers: { "Content-Type": "text/xml", SOAPAction: actionFor(known), ...http },
  });
  return rawResponse(request, encodeRequest({ ...known, input: {} }));
}
