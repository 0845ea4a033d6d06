import { once } from "node:events";
import { createServer } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { startSocketServer } from "../../test-support/local-server.ts";
import { type GraphQLAnswer, graphqlOver } from "./graphql-server.ts";
import { type Answer, fault, namespace, responseTo, stubUpstream } from "./stub-upstream.ts";

const key = '{ key(keyName: "k", recordId: 1) { value } }';
const found = responseTo("GetKey", "<Response><Key>k</Key><Value>v</Value></Response>");

/** The only error of a query that the upstream answers in this way. */
async function errorOf(answer: Answer | string, query = key, timeoutMs = 2000) {
  const url = typeof answer === "string" ? answer : (await stubUpstream(answer)).url;
  const { ask } = await graphqlOver(url, { limits: { timeoutMs } });
  const { errors = [] } = await ask(query);
  expect(errors).toHaveLength(1);
  // Neither where the upstream is nor where in it something happened gets out.
  expect(JSON.stringify(errors)).not.toMatch(/127\.0\.0\.1|at SuperOffice|\.ts:|7T:test/);
  return errors[0]!;
}

async function deadAddress(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  return `http://127.0.0.1:${port}/SuperOffice/Remote`;
}

const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(code, headers).end();
    return undefined;
  };

describe("an upstream without an answer is an error of a known kind, in time:", () => {
  test("it refuses", async () => {
    const { message, extensions } = await errorOf(await deadAddress());
    expect([message, extensions]).toEqual([
      "NetServer did not answer.",
      { code: "UPSTREAM_UNAVAILABLE", reason: "unreachable", retrySafe: true },
    ]);
  });

  test("it resets", async () => {
    const { extensions } = await errorOf(await startSocketServer((socket) => socket.resetAndDestroy()));
    expect(extensions).toEqual({ code: "UPSTREAM_UNAVAILABLE", reason: "interrupted", retrySafe: true });
  });

  test("it hangs", async () => {
    const { extensions } = await errorOf(() => undefined, key, 300);
    expect(extensions).toEqual({ code: "TIMEOUT" });
  });

  test("it hangs longer than the client would wait by itself", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"], shouldAdvanceTime: true });
    onTestFinished(() => void vi.useRealTimers());
    const { url, received } = await stubUpstream(() => undefined);
    const { ask } = await graphqlOver(url, { limits: { timeoutMs: 90_000 } });
    let answer: GraphQLAnswer | undefined;
    const asked = ask(key).then((came) => {
      answer = came;
    });
    await vi.waitFor(() => expect(received).toHaveLength(1));
    await vi.advanceTimersByTimeAsync(80_000);
    await vi.advanceTimersByTimeAsync(200);
    expect(answer).toBeUndefined();
    await vi.advanceTimersByTimeAsync(10_000);
    await asked;
    expect(answer?.errors).toMatchObject([{ extensions: { code: "TIMEOUT" } }]);
  });

  test("it hangs in the middle of its answer", async () => {
    const { extensions } = await errorOf(
      (_request, response) => {
        response.writeHead(200, { "content-type": "text/xml" }).write(found.slice(0, 200));
        return undefined;
      },
      key,
      300,
    );
    expect(extensions).toEqual({ code: "TIMEOUT" });
  });

  test("it sends a web page", async () => {
    const { message, extensions } = await errorOf((_request, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Sign in</title><p>&nbsp;");
      return undefined;
    });
    expect(message).toBe("NetServer's answer could not be read.");
    expect(extensions).toMatchObject({ code: "UPSTREAM_INVALID", reason: "response_invalid", status: 200 });
  });

  test("its envelope breaks off", async () => {
    const { extensions } = await errorOf(() => found.slice(0, -20));
    expect(extensions).toMatchObject({ code: "UPSTREAM_UNAVAILABLE", reason: "interrupted" });
  });

  test("its envelope is of another operation", async () => {
    const { message, extensions } = await errorOf(() => responseTo("GetDevice", "<Response/>"));
    expect([message, extensions.code]).toEqual(["NetServer's answer could not be read.", "UPSTREAM_INVALID"]);
  });

  test.each([421, 500, 404])("HTTP %d", async (code) => {
    const { message, extensions } = await errorOf(status(code));
    expect(message).toBe(`NetServer answered HTTP ${code} without SOAP.`);
    expect(extensions).toMatchObject({ code: "UPSTREAM_UNAVAILABLE", reason: "http_status", status: code });
  });

  test("HTTP 503, to be tried again in an hour", async () => {
    const { extensions } = await errorOf(status(503, { "retry-after": "3600" }));
    expect(extensions).toEqual({
      code: "UPSTREAM_UNAVAILABLE",
      reason: "http_status",
      status: 503,
      retrySafe: true,
      retryAfterMs: 3_600_000,
    });
  });

  test("HTTP 503, to be tried again at once, is tried again", async () => {
    let busy = true;
    const { url } = await stubUpstream((request, response) => {
      if (!busy) return found;
      busy = false;
      return status(503, { "retry-after": "0" })(request, response);
    });
    const { ask } = await graphqlOver(url);
    expect(await ask(key)).toEqual({ data: { key: { value: "v" } } });
  });
});

describe("a gigabyte is not read to its end", () => {
  const beginning = found.slice(0, found.indexOf("<Value>") + "<Value>".length);
  const chunk = Buffer.alloc(1 << 20, "x");

  test.each(["plain", "packed"])("%s", async (form) => {
    let written = 0;
    const { url } = await stubUpstream((_request, response) => {
      const packed = form === "packed";
      response.writeHead(200, { "content-type": "text/xml", ...(packed && { "content-encoding": "gzip" }) });
      // A file of gzip may consist of several, one after the other.
      const part = packed ? gzipSync(chunk) : chunk;
      response.write(packed ? gzipSync(beginning) : beginning);
      const more = () => {
        while (written < 1024 && !response.destroyed) {
          written++;
          if (!response.write(part)) return response.once("drain", more);
        }
        return response.end();
      };
      more();
      return undefined;
    });
    const { ask } = await graphqlOver(url);
    const before = process.memoryUsage().rss;
    const { errors } = await ask(key);
    expect(errors).toMatchObject([{ extensions: { code: "UPSTREAM_INVALID", reason: "response_too_large" } }]);
    if (form === "plain") expect(written).toBeLessThan(200);
    expect(process.memoryUsage().rss - before).toBeLessThan(600 << 20);
  });
});

describe("an upstream that says no", () => {
  const unsuccessful = `<h:Succeeded xmlns:h="${namespace()}">false</h:Succeeded>`;
  const failed = (information: string) =>
    responseTo(
      "GetKey",
      '<Response i:nil="true"/>',
      `<ExceptionInfo xmlns="${namespace()}">${information}</ExceptionInfo>${unsuccessful}`,
    );

  test("by Succeeded=false, with its words", async () => {
    const information =
      "<Message>Nøkkelen &#x201C;k&#x201D; finnes ikke</Message><StackTrace>   at SuperOffice.CRM.Key.Get()</StackTrace>" +
      "<FriendlyText>Ikke funnet</FriendlyText><ExceptionType>SuperOffice.Exceptions.SoNotFoundException</ExceptionType>";
    expect(await errorOf(() => failed(information))).toMatchObject({
      message: "Nøkkelen “k” finnes ikke",
      path: ["key"],
      extensions: {
        code: "NOT_FOUND",
        exceptionType: "SuperOffice.Exceptions.SoNotFoundException",
        friendlyText: "Ikke funnet",
      },
    });
  });

  test("by Succeeded=false alone", async () => {
    const { message, extensions } = await errorOf(() => responseTo("GetKey", "", unsuccessful));
    expect([message, extensions.code]).toEqual([
      "GetKey failed, and NetServer does not say why",
      "INTERNAL_SERVER_ERROR",
    ]);
  });

  test.each([500, 200])("by a fault with HTTP %d, with its words", async (code) => {
    const { message } = await errorOf((_request, response) => {
      const text = "Kunne ikke lagre: &lt;æøå&gt; &amp; 00123";
      response.writeHead(code, { "content-type": "text/xml; charset=utf-8" }).end(fault(text));
      return undefined;
    });
    expect(message).toBe("Kunne ikke lagre: <æøå> & 00123");
  });

  test("by a fault with details, without its stack trace", async () => {
    const detail =
      '<detail><ExceptionDetail xmlns="http://schemas.datacontract.org/2004/07/System.ServiceModel">' +
      "<Message>no key</Message><StackTrace>   at SuperOffice.CRM.Key.Get()</StackTrace>" +
      "<Type>SuperOffice.Exceptions.SoValidationException</Type></ExceptionDetail></detail>";
    expect(
      await errorOf(() => fault("no key\r\n   at SuperOffice.CRM.Key.Get(Int32 id)\r\n   at X.Y()", detail)),
    ).toMatchObject({
      message: "no key",
      extensions: { code: "BAD_USER_INPUT" },
    });
  });

  test.each([
    [
      "as NetServer does",
      "<Message>no table</Message><FriendlyText>Ukjent tabell</FriendlyText>" +
        "<ExceptionType>SuperOffice.Exceptions.SoValidationException</ExceptionType><Parameters>" +
        "<SoExceptionInfoParametersKeyValuePair><Key>TableName</Key><Value>no table</Value></SoExceptionInfoParametersKeyValuePair></Parameters>",
    ],
    [
      "as .NET does",
      "<Message>no table\r\nParameter name: TableName</Message><FriendlyText>Ukjent tabell</FriendlyText>" +
        "<ExceptionType>SuperOffice.Exceptions.SoInvalidArgumentException</ExceptionType>",
    ],
  ])("naming the argument that is wrong %s, with where it is", async (_how, information) => {
    const { message, extensions } = await errorOf(() => failed(information));
    expect(message).toContain("no table");
    expect(extensions).toMatchObject({ code: "BAD_USER_INPUT", path: ["tableName"], friendlyText: "Ukjent tabell" });
  });

  test("in words about its database, which are kept back", async () => {
    const information =
      "<Message>Invalid column name 'secret' in SELECT secret FROM crm7.contact</Message>" +
      "<ExceptionType>System.Data.SqlClient.SqlException</ExceptionType>";
    expect(await errorOf(() => failed(information))).toMatchObject({
      message: "NetServer failed with SqlException.",
      extensions: { code: "INTERNAL_SERVER_ERROR" },
    });
  });

  test("of one of two fields, and the other is answered", async () => {
    const { url } = await stubUpstream(({ operation }) =>
      operation === "GetKey" ? fault("no") : responseTo(operation, "<Response><Name>app</Name></Response>"),
    );
    const { ask } = await graphqlOver(url);
    expect(await ask('{ key(recordId: 1) { value } appByName(applicationName: "app") { name } }')).toMatchObject({
      data: { key: null, appByName: { name: "app" } },
      errors: [{ message: "no", path: ["key"] }],
    });
  });
});
