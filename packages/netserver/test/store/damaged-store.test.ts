import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import Database from "libsql";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { bundledProgram } from "../../../../test-support/bundled-program.ts";
import { createNetServer } from "../../src/index.ts";
import { callerOf } from "../callers.ts";

const reader = await bundledProgram(new URL("reader-process.ts", import.meta.url));
afterAll(() => reader.remove());

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "netserver-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** A store with a few apps, devices and keys, closed. */
async function filledStore(): Promise<string> {
  const store = await temporaryDirectory();
  const server = await createNetServer({ store });
  const call = await callerOf(server, "ForeignSystem");
  for (let index = 0; index < 40; index++) {
    const ForeignKey = { Key: `key${index}`, Value: `välue ${index}`, TableName: "contact", RecordId: 1 + (index % 5) };
    await call("SaveForeignKey", { ForeignKey, ApplicationName: `app${index % 4}`, DeviceName: "device" });
  }
  await server.close();
  return store;
}

/** Reads stores in another process, which must live. Answers how the calls went, for each store. */
async function read(...stores: readonly string[]): Promise<readonly (readonly string[])[]> {
  const args = [reader.path, ...stores];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  // The process writes a list of texts in each line.
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as string[]);
}

function change(store: string, statement: string): void {
  const database = new Database(join(store, "netserver.sqlite"));
  database.exec(statement);
  database.close();
}

test("a text that is not UTF-8 fails the calls that read it, and no others; the log learns where it stands", async () => {
  const store = await filledStore();
  const [sound] = await read(store);
  expect(new Set(sound)).toEqual(new Set(["read"]));
  change(store, "update foreignapp set name = cast(x'61ff62' as text) where name = 'app1'");
  const [outcomes = []] = await read(store);
  const failed =
    "SuperOffice.Exceptions.SoDbAccessException: the store's file is damaged: a text in column name of foreignapp is not UTF-8";
  expect(new Set(outcomes)).toEqual(new Set(["read", failed]));
  expect(outcomes.filter((outcome) => outcome === failed).length).toBeGreaterThan(0);
});

test("a damaged user, ticket or setting is an error as well", async () => {
  const stores = await Promise.all(
    [
      "update associate set full_name = cast(x'c328' as text)",
      "update credentials set secret = cast(x'ff' as text)",
      "update store_setting set value = cast(x'eda080' as text)",
      "update store_layout set name = cast(x'ff' as text)",
    ].map(async (statement) => {
      const store = await filledStore();
      change(store, statement);
      return store;
    }),
  );
  const [user, secret, setting, layout] = await read(...stores);
  expect(user).toContain(
    "SuperOffice.Exceptions.SoDbAccessException: the store's file is damaged: a text in column full_name of associate, credentials is not UTF-8",
  );
  expect(secret?.join()).toContain("is not UTF-8");
  expect(setting).toEqual([
    "start: StoreError: the store cannot be opened: the store's file is damaged: a text in column value of store_setting is not UTF-8",
  ]);
  // Nothing reads that.
  expect(new Set(layout)).toEqual(new Set(["read"]));
});

test("a layout that is not UTF-8 is an error at start", async () => {
  const store = await filledStore();
  const file = join(store, "netserver.sqlite");
  const bytes = await readFile(file);
  bytes[bytes.indexOf('"full_name" text') + 1] = 0xff;
  await writeFile(file, bytes);
  expect(await read(store)).toEqual([
    [`start: StoreError: the store ${file} cannot be opened: the store's file is damaged: its layout is not UTF-8`],
  ]);
});

test("random damage to the file ends in errors, and never ends the process", async () => {
  const store = await filledStore();
  // The log goes when the last statement of the closed database is collected: the copies do without it.
  change(store, "pragma wal_checkpoint(truncate)");
  const sound = await readFile(join(store, "netserver.sqlite"));
  const damage = fc.array(fc.tuple(fc.nat({ max: sound.length - 1 }), fc.uint8Array({ minLength: 1, maxLength: 64 })), {
    minLength: 1,
    maxLength: 40,
  });
  const count = 24;
  const stores = await Promise.all(
    fc.sample(damage, { numRuns: count, seed: 7 }).map(async (places) => {
      const copy = await temporaryDirectory();
      await cp(store, copy, { recursive: true, filter: (path) => !/-(?:wal|shm)$/.test(path) });
      const bytes = Buffer.from(sound);
      for (const [start, written] of places) bytes.set(written.subarray(0, bytes.length - start), start);
      await writeFile(join(copy, "netserver.sqlite"), bytes);
      return copy;
    }),
  );
  const outcomes = await read(...stores);
  expect(outcomes).toHaveLength(count);
});
