import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exampleTabs } from "@superoffice-soap/graphql";
import { type BrowserContext, chromium, type Page, type Response } from "playwright-core";
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

  /** Presses a tab as a person does: released a moment later and some pixels away. */
  async function pressTab(index: number): Promise<void> {
    const box = await page.locator(".graphiql-tab-button").nth(index).boundingBox();
    if (box === null) throw new Error("the tab is not to be seen");
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.waitForTimeout(80);
    await page.mouse.move(box.x + box.width / 2 + 2, box.y + box.height / 2);
    await page.mouse.up();
  }

  const titles = () => page.locator(".graphiql-tab-button").allTextContents();
  const openTitle = () => page.locator(".graphiql-tab-active .graphiql-tab-button").textContent();

  async function reloaded(): Promise<void> {
    // GraphiQL stores its tabs half a second after they change.
    await page.waitForTimeout(1000);
    await page.reload();
    await page.locator(".graphiql-tab-button").first().waitFor();
  }

  async function runTab(index: number): Promise<string> {
    await page.locator(".graphiql-tab-button").nth(index).click();
    const isAnswer = (response: Response) => response.request().postData()?.includes("operationName") ?? false;
    // A press before the editor has the tab's text runs nothing.
    await expect
      .poll(async () => {
        const answered = page.waitForResponse(isAnswer, { timeout: 10_000 }).then(
          () => true,
          () => false,
        );
        await page.locator(".graphiql-execute-button").click();
        return answered;
      })
      .toBe(true);
    const answer = page.locator(".result-window");
    await answer.getByText('"data"').first().waitFor();
    return ((await answer.textContent()) ?? "").replace(/\s+/g, " ");
  }

  test("opens a tab at its first press, and the same tab again after the page was loaded anew", async () => {
    const all = await titles();
    for (const index of [2, 1]) {
      await pressTab(index);
      await expect.poll(openTitle).toBe(all[index]);
    }
    await reloaded();
    expect([await openTitle(), await titles()]).toEqual(["KeyOfContact", all]);
  });

  test("has a tab with the header of a ticket, whose value lasts as long as the browser's tab", async () => {
    await pressTab(exampleTabs.length - 1);
    await page.getByRole("button", { name: "Headers" }).click();
    const headers = page.locator(".graphiql-editor-tool .view-lines:visible");
    await headers.getByText("SOTicket 7T:...").click();
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type('{ "Authorization": "SOTicket 7T:abc"');
    await reloaded();
    expect(await openTitle()).toBe("WithTicket");
    const kept = "[localStorage, sessionStorage].map((storage) => JSON.stringify({ ...storage }).includes('7T:abc'))";
    expect(await page.evaluate(kept)).toEqual([false, true]);
  });

  test("saves a key with the first tab and reads it with the second, without any set-up", async () => {
    expect(await runTab(0)).toContain('"value": "10042"');
    expect(await runTab(1)).toContain('"value": "10042"');
  });

  test("signs in with a tab", async () => {
    expect(await runTab(3)).toMatch(/"ticket": "7T:/);
  });

  test("asks no other host for anything, and nothing fails in the page", () => {
    const elsewhere = requested.filter((url) => !url.startsWith(server.url) && !/^(?:data|blob):/.test(url));
    expect(elsewhere).toEqual([]);
    expect(faults).toEqual([]);
  });
});

test("the comments of the examples can be read in a narrow editor", () => {
  const comments = exampleTabs.flatMap(({ query }) => query.match(/^#.*$/gm) ?? []);
  expect(comments.filter((line) => line.length > 55)).toEqual([]);
});
