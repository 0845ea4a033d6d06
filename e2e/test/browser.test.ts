import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { soapEndpoint } from "@superoffice-soap/endpoint";
import { createNetServer } from "@superoffice-soap/netserver";
import { build } from "esbuild";
import { Hono } from "hono";
import { cors } from "hono/cors";
import { chromium } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { served } from "./served.ts";

const browser = "/usr/bin/chromium";
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];

if (!existsSync(browser)) process.stdout.write(`The client is not tried in a browser: there is no ${browser}.\n`);

/** The page's own script: it calls NetServer at another origin and keeps what came back. */
const script = `
  import { createClient } from "@superoffice-soap/client";
  const client = createClient({ url: remote, ticket });
  const device = { ApplicationName: "ERP", DeviceName: "Orders" };
  const ForeignKey = { Key: "k", Value: "  Ærø 00123", TableName: "contact", RecordId: 2 };
  globalThis.outcome = (async () => {
    const saved = await client.ForeignSystem.SaveForeignKey({ ...device, ForeignKey });
    const keys = [];
    for await (const key of client.ForeignSystem.GetApplicationKeys.items({ ApplicationName: "ERP" })) keys.push(key.Key);
    const refused = await client.ForeignSystem.GetKey({ TableName: "nowhere" }).catch((error) => error.name);
    const elsewhere = createClient({ url: closed, retry: { maxRetries: 0 } });
    const failed = await elsewhere.SoPrincipal.GetSystemInfo().catch((error) => error.name);
    return { value: saved.Value, keys, refused, failed };
  })();
`;

test.skipIf(!existsSync(browser))("a browser calls a NetServer that allows it by CORS", async () => {
  const netServer = await createNetServer();
  onTestFinished(() => netServer.close());
  const open = new Hono().use(cors({ origin: "*", allowHeaders: ["content-type", "soapaction"] }));
  const remote = `${await served(open.route("/", soapEndpoint(netServer)))}/Remote`;
  const closed = `${await served(soapEndpoint(netServer))}/Remote`;
  const ticket = await netServer.issueTicket("ADM0");
  const bundle = await build({
    stdin: { contents: script, resolveDir: import.meta.dirname },
    bundle: true,
    format: "iife",
    platform: "browser",
    conditions: ["source"],
    define: { remote: JSON.stringify(remote), closed: JSON.stringify(closed), ticket: JSON.stringify(ticket) },
    write: false,
  });
  const origin = await served(new Hono().get("/", (context) => context.html("<!DOCTYPE html><title>App</title>")));

  const profile = await mkdtemp(join(tmpdir(), "client-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: browser,
    headless: true,
    args: flags,
  });
  onTestFinished(async () => {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  });
  const page = await context.newPage();
  await page.goto(origin);
  await page.addScriptTag({ content: bundle.outputFiles[0]?.text ?? "" });
  expect(await page.evaluate("outcome")).toEqual({
    value: "  Ærø 00123",
    keys: ["k"],
    refused: "NetServerError",
    failed: "TransportError",
  });
});
