import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { decodeMessage } from "@superoffice-soap/codec";
import { describe, expect, test } from "vitest";
import { rawResponse } from "../raw-response.ts";
import {
  action,
  envelope,
  headers,
  input,
  key,
  length,
  path,
  save,
  saved,
  served,
  soapHeaders,
} from "../soap-save-call.ts";
import { call, exchange, post } from "../soap-server.ts";

describe("over HTTP", () => {
  test("1.0 without a Host, and the connection ends", async () => {
    const answer = await exchange(served.port, `POST ${path} HTTP/1.0\r\n${soapHeaders}${length}\r\n${envelope}`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer).toMatch(/content-length: \d+\r\n/i);
    expect(decodeMessage(answer.slice(answer.indexOf("<s:Env")))).toMatchObject({ headers: { Succeeded: true } });
  });

  test("with an absolute request target", async () => {
    const head = `POST http://any.example:81${path} HTTP/1.1\r\nHost: any.example:81\r\nConnection: close\r\n`;
    const answer = await exchange(served.port, `${head}${soapHeaders}${length}\r\n${envelope}`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });

  test("after Expect: 100-continue", async () => {
    const request = httpRequest(served.origin + path, {
      method: "POST",
      headers: { "Content-Type": "text/xml", SOAPAction: action, Expect: "100-continue" },
    });
    request.flushHeaders();
    await once(request, "continue");
    expect((await rawResponse(request, envelope)).status).toBe(200);
  });

  test("in chunks that are cut inside a character", async () => {
    const bytes = Buffer.from(envelope.replace(">1234<", ">blåbær 😀<"));
    const chunks = [...bytes].map((byte) =>
      Buffer.concat([Buffer.from("1\r\n"), Buffer.of(byte), Buffer.from("\r\n")]),
    );
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n${soapHeaders}\r\n`;
    const answer = await exchange(served.port, head, Buffer.concat([...chunks, Buffer.from("0\r\n\r\n")]));
    expect(answer).toContain("<Value>blåbær 😀</Value>");
  });

  test("one request after the other on a connection, also after a refused one", async () => {
    const post = (type: string, last: string) =>
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\n${last}${length}\r\n${envelope}`;
    const answer = await exchange(
      served.port,
      post("text/xml", ""),
      post("text/plain", ""),
      post("text/xml", "Connection: close\r\n"),
    );
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 415", "HTTP/1.1 200"]);
  });

  test.each(["/remote/services88/foreignsystem.svc", "/REMOTE/SERVICES88/FOREIGNSYSTEM.SVC", `${path}/`])(
    "at %s",
    async (at) => {
      expect((await post(served, at, envelope)).status).toBe(200);
    },
  );

  test("with a byte order mark and an XML declaration", async () => {
    await saved(`\ufeff<?xml version="1.0" encoding="utf-8"?>\n${envelope}`);
  });
});

describe("a Content-Type with", () => {
  test.each([
    "text/xml",
    "text/xml; charset=utf-8",
    "text/xml;charset=UTF-8",
    'text/xml; charset="utf-8"',
    "text/xml; charset=utf8",
    "text/xml ; charset = utf-8",
    "text/xml; charset= utf-8",
    'text/xml; charset=" UTF-8 "',
    "text/xml; charset='utf-8'",
    "text/xml; charset=us-ascii",
    "TEXT/XML; Charset=Utf-8",
    "text/xml; charset=utf-8; boundary=x",
  ])("%s is read", async (contentType) => {
    await saved(envelope, { "Content-Type": contentType });
  });

  test("none at all is refused with 415", async () => {
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${length}\r\n`;
    expect(await exchange(served.port, head, envelope)).toMatch(/^HTTP\/1\.1 415 .*there is none/s);
  });
});

describe("an action", () => {
  test.each([
    ["in quotes", { SOAPAction: `"${action}"` }],
    ["in single quotes", { SOAPAction: `'${action}'` }],
    ["without quotes", { SOAPAction: action }],
    ["under another case of its header", { soapaction: `"${action}"` }],
    ["in another case", { SOAPAction: `"${action.toUpperCase()}"` }],
    ["that is blank", { SOAPAction: '""' }],
    ["that is empty", { SOAPAction: "" }],
    ["in SOAP 1.2's place", { "Content-Type": `application/soap+xml; charset=utf-8; action="${action}"` }],
  ])("%s finds the operation", async (_, http) => {
    await saved(envelope, http);
  });

  test("in SOAP 1.2's place is none of SOAP 1.1's", async () => {
    const other = action.replace("SaveForeignKey", "GetKey");
    await saved(envelope, { "Content-Type": `text/xml; action="${other}"`, SOAPAction: `"${action}"` });
    await saved(envelope, { "Content-Type": `text/xml; action="${other}"` });
  });

  test("that is missing leaves the choice to the body", async () => {
    const { status } = await post(served, path, envelope);
    expect(status).toBe(200);
  });
});
describe("64 callers at once", () => {
  test("each get their own answer", async () => {
    const answers = await Promise.all(
      Array.from({ length: 64 }, async (_, index) => {
        const own = { ...input, ForeignKey: { ...key, Key: `key-${index}`, Value: `value-${index}` } };
        const { message } = await call(served, save, own, { headers });
        return message.kind === "response" ? (message.value.Response as { Value?: string }).Value : undefined;
      }),
    );
    expect(answers).toEqual(Array.from({ length: 64 }, (_, index) => `value-${index}`));
  });
});
