import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningServer, startServer } from "../src/server.ts";

const browser = "/usr/bin/chromium";
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];

if (!existsSync(browser)) process.stdout.write(`GraphiQL is not tried in a browser: there is no ${browser}.\n`);

describe.skipIf(!existsSync(browser))("GraphiQL in a browser", () => {
  let server: RunningServer;
  let profile: string;
  let context: BrowserContext;
  let page: Page;
  const requested: string[] = [];
  const faults: string[] = [];

  beforeAll(async () => {
    server = await startServer({
      store: ":memory:",
      services: "Services88",
      host: "127.0.0.1",
      port: 0,
      production: false,
    });
    profile = await mkdtemp(join(tmpdir(), "graphiql-"));
    const args = [...flags, "--disable-component-update", "--disable-sync"];
    context = await chromium.launchPersistentContext(profile, { executablePath: browser, headless: true, args });
    page = await context.newPage();
    page.on("request", (request) => requested.push(request.url()));
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    await page.goto(`${server.url}/graphql`);
    await page.locator(".graphiql-tab-button").first().waitFor();
  });

  afterAll(async () => {
    await context?.close();
    await server?.close();
    await rm(profile, { recursive: true, force: true });
  });

  async function runTab(index: number): Promise<string> {
    await page.locator(".graphiql-tab-button").nth(index).click();
    const answered = page.waitForResponse(
      (response) => response.request().postData()?.includes("operationName") ?? false,
    );
    await page.locator(".graphiql-execute-button").click();
    await answered;
    const answer = page.locator(".result-window");
    await answer.getByText('"data"').first().waitFor();
    return ((await answer.textContent()) ?? "").replace(/\s+/g, " ");
  }

  test("saves a key with the first tab and reads it with the second, without any set-up", async () => {
    expect(await runTab(0)).toContain('"value": "10042"');
    expect(await runTab(1)).toContain('"value": "10042"');
  });

  test("asks no other host for anything, and nothing fails in the page", () => {
    const elsewhere = requested.filter((url) => !url.startsWith(server.url) && !/^(?:data|blob):/.test(url));
    expect(elsewhere).toEqual([]);
    expect(faults).toEqual([]);
  });
});
