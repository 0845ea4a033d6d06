import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, connect, type Server, type Socket } from "node:net";
import type { TransportError } from "@superoffice-soap/schema";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { deadAddress } from "../../../../test-support/local-server.ts";
import { createClient, fetchTransport } from "../../src/index.ts";
import { undiciTransport } from "../../src/transport/undici-transport.ts";
import { selfSigned } from "../self-signed.ts";
import { answerTo, decodedRequestOf } from "../stub-upstream.ts";

/** A request as an HTTP proxy gets it. */
interface Forwarded {
  readonly method: string | undefined;
  readonly target: string | undefined;
  readonly host: string | undefined;
  readonly authorization: string | undefined;
}

/** An HTTP proxy on this machine, where every host name stands for it. It wants `credentials` if there are any. */
async function startProxy(credentials?: string) {
  const requests: Forwarded[] = [];
  const isAllowed = ({ method, url, headers }: IncomingMessage) => {
    const authorization = headers["proxy-authorization"];
    requests.push({ method, target: url, host: headers.host, authorization });
    return credentials === undefined || authorization === `Basic ${btoa(credentials)}`;
  };
  const server = createServer(async (request, response) => {
    if (!isAllowed(request)) return void response.writeHead(407, { "proxy-authenticate": "Basic" }).end("<p>Sign in");
    const { port, pathname } = new URL(request.url ?? "");
    const body = await textOf(request);
    const answer = await fetch(`http://127.0.0.1:${port}${pathname}`, { method: "POST", body });
    response.writeHead(answer.status, { "content-type": "text/xml" }).end(await answer.text());
  });
  server.on("connect", (request: IncomingMessage, client: Socket) => {
    if (!isAllowed(request)) return void client.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    const upstream = connect(Number(request.url?.split(":")[1]), "127.0.0.1");
    upstream.on("connect", () => client.write("HTTP/1.1 200 Connection established\r\n\r\n"));
    upstream.on("error", () => client.end("HTTP/1.1 502 Bad Gateway\r\n\r\n"));
    client.on("error", () => upstream.destroy());
    upstream.pipe(client).pipe(upstream);
  });
  return { url: `http://127.0.0.1:${await listening(server)}`, requests };
}

/** A NetServer whose answer is always the same, by `http` or `https`. Gives its port. */
async function startNetServer(scheme: "http" | "https"): Promise<number> {
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const message = decodedRequestOf(await textOf(request));
    response.writeHead(200, { "content-type": "text/xml" }).end(answerTo(message, { Response: { Name: scheme } }));
  };
  return listening(scheme === "https" ? createSecureServer(selfSigned, serve) : createServer(serve));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => void sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function nameAt(url: string, options: object = {}): Promise<unknown> {
  const client = createClient({ url, retry: { maxRetries: 0 }, ...options });
  onTestFinished(() => client.close());
  return (await client.ForeignSystem.GetAppByName({}))?.Name;
}

async function failureAt(url: string, options: object = {}): Promise<TransportError> {
  return nameAt(url, options).then(
    () => expect.unreachable(),
    (error: TransportError) => error,
  );
}

const variables = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"];

beforeEach(() => {
  for (const name of variables) vi.stubEnv(name, undefined);
});
afterEach(() => vi.unstubAllEnvs());

const path = "/Remote/Services88/ForeignSystem.svc";

describe("a proxy", () => {
  test("forwards a request to an http address", async () => {
    const { url, requests } = await startProxy();
    const port = await startNetServer("http");
    expect(await nameAt(`http://crm.example.com:${port}/Remote`, { proxy: url })).toBe("http");
    const host = `crm.example.com:${port}`;
    expect(requests).toEqual([{ method: "POST", target: `http://${host}${path}`, host, authorization: undefined }]);
  });

  test("makes a tunnel to an https address, one for many calls, and the certificate behind it is checked", async () => {
    const { url, requests } = await startProxy();
    const host = `localhost:${await startNetServer("https")}`;
    const failure = await failureAt(`https://${host}/Remote`, { proxy: url });
    expect(failure).toMatchObject({ code: "unreachable", retrySafe: true });
    expect(failure.message).toMatch(
      new RegExp(`^https://${host}${path} cannot be reached through the proxy ${url} \\(.*CERT`),
    );
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    const client = createClient({ url: `https://${host}/Remote`, proxy: url });
    for (let count = 0; count < 3; count++) {
      expect(await client.ForeignSystem.GetAppByName({})).toMatchObject({ Name: "https" });
    }
    await client.close();
    const tunnel = { method: "CONNECT", target: host, host, authorization: undefined };
    expect(requests).toEqual([tunnel, tunnel]);
  });

  test("gets the user name and the password of its URL, which may be percent-encoded", async () => {
    const { url, requests } = await startProxy("o'neil:p@ss:50%");
    const proxy = url.replace("//", "//o%27neil:p%40ss%3A50%25@");
    expect(await nameAt(`http://localhost:${await startNetServer("http")}/Remote`, { proxy })).toBe("http");
    expect(requests).toHaveLength(1);
  });

  test.each(["http", "https"] as const)("that wants credentials is told of, for %s addresses", async (scheme) => {
    const { url, requests } = await startProxy("user:very-secret");
    const address = `${scheme}://localhost:${await startNetServer(scheme)}/Remote`;
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    expect(await nameAt(address, { proxy: url.replace("//", "//user:very-secret@") })).toBe(scheme);
    const client = createClient({ url: address, proxy: url.replace("//", "//user:very-wrong@") });
    const failure = await client.ForeignSystem.GetAppByName({}).catch((error: TransportError) => error);
    expect(failure).toMatchObject({ name: "TransportError", status: 407 });
    expect((failure as TransportError).message).toContain("wants a user name and a password");
    expect((failure as TransportError).message).toContain(`the proxy ${url}`);
    const { message, stack, cause } = failure as TransportError;
    expect([message, stack, String(cause), JSON.stringify(cause)].join()).not.toContain("very-wrong");
    // A wrong password is not sent again and again: it may lock the account.
    expect(requests).toHaveLength(2);
  });

  test("that cannot reach the upstream is told of, and a call is safe to repeat: nothing was sent", async () => {
    const { url, requests } = await startProxy();
    const upstream = (await deadAddress()).replace("http:", "https:");
    const client = createClient({ url: upstream, proxy: url, retry: { maxRetries: 1, initialDelayMs: 1 } });
    const failure = await client.ForeignSystem.AddForeignKey({}).catch((error: TransportError) => error);
    expect(failure).toMatchObject({
      code: "unreachable",
      status: 502,
      retrySafe: true,
      message: `${upstream}/Services88/ForeignSystem.svc cannot be reached: the proxy ${url} answered HTTP 502: the server behind it cannot be reached from there`,
    });
    expect(requests).toHaveLength(2);
  });

  test.each(["http", "https"])("that is not there is told of, for %s addresses", async (scheme) => {
    const proxy = new URL(await deadAddress()).origin;
    const failure = await failureAt(`${scheme}://crm.example.com/Remote`, {
      proxy: `http://u:very-secret@${new URL(proxy).host}`,
    });
    expect(failure).toMatchObject({ code: "unreachable", retrySafe: true });
    expect(failure.message).toContain(`the proxy ${proxy}`);
    expect(failure.message).toContain("ECONNREFUSED");
    expect([failure.stack, String(failure.cause)].join()).not.toContain("secret");
  });

  test("that never answers is waited for as long as for any connection", async () => {
    const port = await listening(createServer().on("connect", () => undefined));
    const transport = undiciTransport({ proxy: `127.0.0.1:${port}`, connectTimeoutMs: 50 });
    const failure = await failureAt("https://crm.example.com/Remote", { transport });
    expect(failure.message).toMatch(
      /the proxy http:\/\/127.0.0.1:\d+ did not connect to crm.example.com:443 within 50 ms$/,
    );
    await transport.close();
  });

  test("must have an http or https address, which is not told", () => {
    for (const proxy of ["socks5://u:secret@p:1080", "http://u:secret@", "", "http://[u:secret"]) {
      const create = () => createClient({ url: "http://127.0.0.1/Remote", proxy });
      expect(create).toThrow(new TypeError("proxy must be an http or https address such as http://proxy.example:3128"));
    }
  });

  test("is not for a transport that is given", () => {
    const options = { url: "http://127.0.0.1/Remote", transport: fetchTransport(), proxy: "off" };
    expect(() => createClient(options)).toThrow("proxy is for the client's own transport, and one is given");
  });
});

describe("the environment's proxy", () => {
  test("is used by the address's scheme", async () => {
    const proxy = await startProxy();
    const other = await startProxy();
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    vi.stubEnv("HTTP_PROXY", proxy.url);
    vi.stubEnv("HTTPS_PROXY", other.url.replace("http://", ""));
    expect(await nameAt(`http://localhost:${await startNetServer("http")}/Remote`)).toBe("http");
    expect(await nameAt(`https://localhost:${await startNetServer("https")}/Remote`)).toBe("https");
    expect([proxy.requests.length, other.requests.length]).toEqual([1, 1]);
  });

  test("is written in lower case first", async () => {
    const proxy = await startProxy();
    vi.stubEnv("http_proxy", proxy.url);
    vi.stubEnv("HTTP_PROXY", new URL(await deadAddress()).origin);
    expect(await nameAt(`http://localhost:${await startNetServer("http")}/Remote`)).toBe("http");
    expect(proxy.requests).toHaveLength(1);
  });

  test("is not used when the client says off, or names another", async () => {
    const proxy = await startProxy();
    vi.stubEnv("HTTP_PROXY", new URL(await deadAddress()).origin);
    const url = `http://localhost:${await startNetServer("http")}/Remote`;
    expect(await nameAt(url, { proxy: "off" })).toBe("http");
    expect(await nameAt(url, { proxy: proxy.url })).toBe("http");
    expect(proxy.requests).toHaveLength(1);
  });

  test("that is invalid is told of by its name", async () => {
    vi.stubEnv("HTTP_PROXY", "socks5://u:secret@p:1080");
    expect((await failureAt("http://crm.example.com/Remote")).message).toBe(
      `http://crm.example.com${path} cannot be reached (HTTP_PROXY must be an http or https address such as http://proxy.example:3128)`,
    );
  });

  test.each([
    ["*", true],
    ["crm.localhost", true],
    ["localhost", true],
    [".localhost", true],
    ["*.localhost", true],
    ["a.example, CRM.LOCALHOST b.example", true],
    ["localhost:PORT", true],
    ["localhost:1", false],
    ["host", false],
    ["m.localhost", false],
    ["crm.localhost.example", false],
    [",, ", false],
    ["::1", false],
  ])("is passed by for what NO_PROXY=%s excepts: %j", async (noProxy, isDirect) => {
    const proxy = await startProxy();
    const port = await startNetServer("http");
    vi.stubEnv("HTTP_PROXY", proxy.url);
    vi.stubEnv("NO_PROXY", noProxy.replace("PORT", String(port)));
    await nameAt(`http://crm.localhost:${port}/Remote`).catch(() => undefined);
    expect(proxy.requests).toHaveLength(isDirect ? 0 : 1);
  });

  test.each(["::1", "[::1]", "[::1]:80"])(
    "is passed by for an IPv6 address that NO_PROXY=%s names",
    async (noProxy) => {
      const proxy = await startProxy();
      vi.stubEnv("HTTP_PROXY", proxy.url);
      vi.stubEnv("NO_PROXY", noProxy);
      await nameAt("http://[::1]/Remote").catch(() => undefined);
      expect(proxy.requests).toEqual([]);
    },
  );
});
