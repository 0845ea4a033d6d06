import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { DecodedRequest } from "@superoffice-soap/codec";
import { afterAll, expect, test } from "vitest";
import { startUpstream } from "./stub-upstream.ts";

const root = join(import.meta.dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const directory = mkdtempSync(join(root, "test", "readme-"));
afterAll(() => rmSync(directory, { recursive: true }));

test("the README's example prints what its comments say", async () => {
  const { url, received } = await startUpstream(({ message }) => {
    if (message.operation.startsWith("Auth")) {
      return { output: { Credentials: { Ticket: "7T:x" }, AuthenticationSucceeded: true } };
    }
    if (message.operation === "SaveForeignKey" && message.value.ApplicationName === undefined) {
      return { fault: { code: "client", message: "ApplicationName is missing" } };
    }
    return { output: { Response: resultOf(message) } };
  });
  const example = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? "";
  const file = join(directory, "example.ts");
  writeFileSync(file, example.replace("http://127.0.0.1:4000/Remote", url));
  const run = promisify(execFile)(process.execPath, ["--import", "tsx", "--conditions=source", file]);
  const promised = Array.from(example.matchAll(/\/\/ → (.*)/g), ([, line]) => line);
  expect(await run).toEqual({ stdout: `${promised.join("\n")}\n`, stderr: "" });
  expect(received.map(({ message }) => `${message.services} ${message.operation}`)).toEqual([
    "Services88 AuthenticateUsernamePassword",
    "Services83 AddForeignKey",
    "Services88 GetKeyOnDeviceIdentifier",
    "Services88 SaveForeignKey",
    "Services88 SaveContactRelation",
    "Services88 SaveConnection",
    "Services88 GetApplicationKeys",
    "Services88 SaveForeignKey",
  ]);
});

/** Returns what was sent; for an operation that reads keys, the README's one key. */
function resultOf({ operation, value }: DecodedRequest): unknown {
  const key = { Key: "customer-no", Value: "00123", TableName: "contact", RecordId: 2 };
  if (operation === "GetApplicationKeys") return [key];
  return value.ForeignKey ?? value.ContactRelationEntity ?? value.Connection ?? key;
}
