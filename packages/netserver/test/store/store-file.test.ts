import { copyFile, mkdtemp, readdir, rename, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createNetServer, StoreError } from "../../src/index.ts";
import { callerOf, exception } from "../callers.ts";

async function directoryOf(): Promise<{ readonly store: string; readonly file: string }> {
  const store = await mkdtemp(join(tmpdir(), "netserver-"));
  onTestFinished(() => rm(store, { recursive: true, force: true }));
  return { store, file: join(store, "netserver.sqlite") };
}

async function opened(store: string) {
  const server = await createNetServer({ store });
  onTestFinished(() => server.close().catch(() => undefined));
  const call = await callerOf(server, "ForeignSystem");
  const save = (name: string) =>
    call("SaveForeignKey", { ForeignKey: { Key: "key" }, ApplicationName: name, DeviceName: "device" });
  const named = (name: string) => call("GetAppByName", { ApplicationName: name });
  return { server, save, named };
}

const unusable = exception("SoDbAccessException", "The database could not be used. Try again.");

test.each<[string, (file: string) => Promise<unknown>]>([
  ["the file is removed", (file) => rm(file)],
  ["the file is moved away", (file) => rename(file, `${file}.old`)],
  [
    "another file is put in its place",
    async (file) => {
      await copyFile(file, `${file}.copy`);
      await rename(`${file}.copy`, file);
    },
  ],
  ["its log is removed", (file) => rm(`${file}-wal`)],
  ["its directory is removed", (file) => rm(dirname(file), { recursive: true })],
])("when %s, writes are refused and the check fails, but what was stored can be backed up", async (_what, harm) => {
  const { store, file } = await directoryOf();
  const { server, save } = await opened(store);
  await save("before");
  await server.checkStore();
  await harm(file);
  await expect(save("after")).rejects.toMatchObject(unusable);
  await expect(server.checkStore()).rejects.toThrow(/^\S+ was removed or replaced while the store was open/);

  const rescue = await directoryOf();
  await server.backup(rescue.file);
  const { named } = await opened(rescue.store);
  expect(await named("before")).toMatchObject({ Name: "before" });
  expect(await named("after")).toMatchObject({ ForeignAppId: 0 });
});

test("a file that is moved away and back is written again", async () => {
  const { store, file } = await directoryOf();
  const { server, save, named } = await opened(store);
  await rename(file, `${file}.old`);
  await expect(save("away")).rejects.toMatchObject(unusable);
  await rename(`${file}.old`, file);
  await server.checkStore();
  await save("back");
  expect(await named("back")).toMatchObject({ Name: "back" });
});

test("a file that lost what was in it is not taken for a new store", async () => {
  const { store, file } = await directoryOf();
  const { server, save } = await opened(store);
  await save("kept");
  await server.close();
  await truncate(file, 0);
  const failure = createNetServer({ store });
  await expect(failure).rejects.toThrow(StoreError);
  await expect(failure).rejects.toThrow(
    `${file} is empty: a store that held data has lost them. Put a backup in its place`,
  );
  expect((await stat(file)).size).toBe(0);
  await rm(file);
  await expect((await opened(store)).named("kept")).resolves.toMatchObject({ ForeignAppId: 0 });
});

test("nor is a missing one whose log is left", async () => {
  const { store, file } = await directoryOf();
  const { server, save } = await opened(store);
  await save("kept");
  const log = `${file}-wal`;
  await copyFile(log, `${log}.copy`);
  await server.close();
  await rm(file);
  await rm(log, { force: true });
  await rename(`${log}.copy`, log);
  await expect(createNetServer({ store })).rejects.toThrow(`${file} is missing beside its log ${log}`);
  // An empty log holds nothing.
  await writeFile(log, "");
  expect(await (await opened(store)).named("kept")).toMatchObject({ ForeignAppId: 0 });
});

test("a new store's file is never empty, private, and alone, also when several servers make it together", async () => {
  const { store, file } = await directoryOf();
  const servers = await Promise.all(Array.from({ length: 3 }, () => opened(store)));
  const { size, mode } = await stat(file);
  expect(size).toBeGreaterThan(0);
  expect(mode & 0o777).toBe(0o600);
  const files = (await readdir(store)).sort();
  expect(files).toEqual(["netserver.sqlite", "netserver.sqlite-shm", "netserver.sqlite-wal"]);
  for (const [index, { save }] of servers.entries()) await save(`app${index}`);
  const [first] = servers;
  for (const index of servers.keys()) expect(await first?.named(`app${index}`)).toMatchObject({ Name: `app${index}` });
});
