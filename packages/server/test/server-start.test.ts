import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Backend } from "../src/backends/backends.ts";
import * as backends from "../src/backends/backends.ts";
import { type ServerOptions, startServer, UsageError } from "../src/index.ts";

const hasUsers = vi.fn<Backend["hasUsers"]>();
const { openBackends } = backends;
beforeEach(() => {
  hasUsers.mockReset().mockResolvedValue(true);
  vi.spyOn(backends, "openBackends").mockImplementation(async (options) =>
    (await openBackends(options)).map((backend) => ({ ...backend, hasUsers })),
  );
});
afterEach(() => {
  vi.restoreAllMocks();
});

function start(options: Partial<ServerOptions>) {
  const where = { store: ":memory:", host: "127.0.0.1", port: 0 };
  return startServer({ ...where, services: "Services88", production: false, ...options });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await once(server.close(), "close");
  return port;
}

test("a server that cannot start does not listen", async () => {
  const port = await freePort();
  hasUsers.mockRejectedValue(new Error("the store is gone"));
  await expect(start({ port })).rejects.toThrow("the store is gone");
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow("fetch failed");
});

test("an option of the server that cannot be meant is named as the server names it", async () => {
  const upstream = "https://crm.example.com/Remote";
  const started = start({ upstream, upstreamConcurrency: 0 });
  await expect(started).rejects.toThrow(new UsageError("upstreamConcurrency must be at least 1, not 0."));
  await expect(started).rejects.toBeInstanceOf(UsageError);
});

test("a proxy or a User-Agent that is invalid is named, and the proxy's password is not", async () => {
  const upstream = "https://crm.example.com/Remote";
  await expect(start({ upstream, proxy: "socks5://u:secret@p:1080" })).rejects.toThrow(
    new UsageError("proxy must be an http or https address such as http://proxy.example:3128."),
  );
  await expect(start({ upstream, userAgent: " " })).rejects.toBeInstanceOf(UsageError);
});
