import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, copyFile, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import Database from "libsql";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { bundledProgram } from "../../../../test-support/bundled-program.ts";
import { createNetServer, StoreError } from "../../src/index.ts";
import { openStore } from "../../src/store/open-store.ts";
import { prepareQuery } from "../../src/store/prepared-query.ts";
import { callerOf, exception } from "../callers.ts";
import { describeOnEachStore } from "../stores.ts";

const address = { ApplicationName: "erp", DeviceName: "erp", DeviceIdentifier: "" };

/** A promise, and what resolves it. */
function signal(): [Promise<void>, () => void] {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return [given, () => give()];
}

const locker = await bundledProgram(new URL("lock-process.ts", import.meta.url));
afterAll(() => locker.remove());

describeOnEachStore("a store", ({ netServer, place }) => {
  test("keeps everything over a restart, and what was deleted of the demo data stays deleted", async () => {
    const store = await place();
    const first = await netServer({ store });
    const before = await callerOf(first, "ForeignSystem");
    const saved = await before("SaveForeignKey", { ForeignKey: { Key: "id", Value: " ü " }, ...address });
    await first.close();
    const emptied = await openStore(store, new Date());
    await emptied.db.deleteFrom("person").where("id", "=", 7).execute();
    await emptied.close();
    const second = await netServer({ store });
    const after = await callerOf(second, "ForeignSystem");

    expect(await after("GetDeviceKeys", address)).toEqual([saved]);
    const relations = await callerOf(second, "Relation");
    const ContactRelationEntity = {
      SourceContactId: 5,
      SourcePersonId: 7,
      DestinationContactId: 1,
      RelationDefinitionId: 1,
    };
    await expect(relations("SaveContactRelation", { ContactRelationEntity })).rejects.toMatchObject(
      exception("SoValidationException", "There is no person with id 7."),
    );
  });

  test("can be started by several servers at once, which then share it", async () => {
    const store = await place();
    const servers = await Promise.all(Array.from({ length: 4 }, () => netServer({ store })));
    const callers = await Promise.all(servers.map((server) => callerOf(server, "ForeignSystem")));
    const [first, second] = callers;
    await first?.("SaveForeignKey", { ForeignKey: { Key: "id", Value: "1" }, ...address });
    expect(await second?.("GetKeyValue", { ...address, KeyName: "id" })).toBe("1");
  });

  test("answers checks for as long as it is open", async () => {
    const server = await netServer({ store: await place() });
    await expect(server.checkStore()).resolves.toBeUndefined();
    await server.close();
    await expect(server.checkStore()).rejects.toThrow();
  });

  test("shows a look-up nothing of a write that is not done, and fails it once it is closed", async () => {
    const store = await openStore(await place(), new Date());
    const settingByName = prepareQuery((queries, { name }: { name: string }) =>
      queries.selectFrom("store_setting").select("value").where("name", "=", name).limit(1),
    );
    const lookUp = (name: string) => settingByName.row(store.db, { name });
    const [begun, begin] = signal();
    const [over, end] = signal();
    const write = store.write(async (transaction) => {
      await transaction.insertInto("store_setting").values({ name: "colour", value: "blue" }).execute();
      begin();
      await over;
      throw new Error("undone");
    });
    await begun;
    const found = lookUp("colour");
    end();

    await expect(write).rejects.toThrow("undone");
    expect(await found).toBeUndefined();
    await store.close();
    await expect(lookUp("colour")).rejects.toThrow();
  });

  test("of a newer program is refused, and left alone", async () => {
    const store = await place();
    await (await netServer({ store })).close();
    const newer = await openStore(store, new Date());
    const layout = newer.db.withTables<{ store_layout: { version: number; name: string; applied_at: string } }>();
    await layout.insertInto("store_layout").values({ version: 99, name: "future", applied_at: "" }).execute();
    await newer.close();
    await expect(createNetServer({ store })).rejects.toThrow(
      /^the store has layout 99 but this program knows layouts up to \d+: start a newer version of the program$/,
    );
  });

  test("that cannot be used as it is says so in a StoreError", async () => {
    const store = await place();
    await (await netServer({ store })).close();
    const spoilt = await openStore(store, new Date());
    await spoilt.db.schema.dropTable("store_setting").execute();
    await spoilt.close();
    const failure = expect.objectContaining({
      name: "StoreError",
      message: expect.stringMatching(/^the store cannot be opened: .*store_setting/),
    });
    await expect(createNetServer({ store })).rejects.toEqual(failure);
  });

  test("uses up no ids for what is saved again", async () => {
    const store = await place();
    const server = await netServer({ store });
    const call = await callerOf(server, "ForeignSystem");
    for (const Key of ["a", "A", "a ", "b"]) await call("SaveForeignKey", { ForeignKey: { Key }, ...address });
    for (const Name of ["erp", "ERP", "erp", "other"]) {
      const app = await call("SaveForeignAppEntity", { ForeignAppEntity: { Name } });
      expect(app?.ForeignAppId).toBe(Name === "other" ? 2 : 1);
    }
    await server.close();
    const opened = await openStore(store, new Date());
    const keys = await opened.db.selectFrom("foreignkey").select(["id", "name"]).orderBy("id").execute();
    expect(keys).toEqual([
      { id: 1, name: "a" },
      { id: 2, name: "b" },
    ]);
    await opened.close();
  });

  test("keeps the comparison that it was made with", async () => {
    const store = await place();
    await (await netServer({ store, foreignSystem: { comparison: "ordinal" } })).close();
    await expect(createNetServer({ store, foreignSystem: { comparison: "ignore-case" } })).rejects.toThrow(
      new StoreError('the store was made with comparison "ordinal", which cannot become "ignore-case"'),
    );
    const call = await callerOf(await netServer({ store }), "ForeignSystem");
    await call("SaveForeignKey", { ForeignKey: { Key: "id" }, ...address });
    expect(await call("GetKey", { ...address, KeyName: "ID" }), "still ordinal when nothing is said").toBeNull();
  });

  test('longValues: "chained" shows each value cut over rows to whoever reads the store, and whole to callers', async () => {
    const store = await place();
    const server = await netServer({ store, foreignSystem: { longValues: "chained" } });
    const call = await callerOf(server, "ForeignSystem");
    const save = (Key: string, Value: string) => call("SaveForeignKey", { ForeignKey: { Key, Value }, ...address });
    const long = `${"a".repeat(238)}😀${"b".repeat(300)}  `;
    await save("long", "x".repeat(2000));
    expect(await save("long", long)).toMatchObject({ Value: long });
    await save("short", "1");
    await save("gone", long);
    await call("DeleteForeignKeyOnName", { ...address, KeyName: "gone" });
    expect(await call("GetKeyByValue", { ...address, KeyName: "long", KeyValue: long })).toMatchObject({ Value: long });
    expect(await call("GetDeviceKeys", address)).toMatchObject([{ Value: long }, { Value: "1" }]);
    await server.close();
    expect(await storedRows(store)).toEqual([
      { name: "long", seqno: 0, subvalue: "a".repeat(238) },
      { name: "long", seqno: 1, subvalue: `😀${"b".repeat(237)}` },
      { name: "long", seqno: 2, subvalue: `${"b".repeat(63)}  ` },
      { name: "short", seqno: 0, subvalue: "1" },
    ]);
    await expect(createNetServer({ store, foreignSystem: { longValues: "whole" } })).rejects.toThrow(
      new StoreError('the store was made with longValues "chained", which cannot become "whole"'),
    );
  });

  test("long values are stored whole by default, and only so", async () => {
    const store = await place();
    const server = await netServer({ store });
    const Value = "x".repeat(100_000);
    await (await callerOf(server, "ForeignSystem"))("SaveForeignKey", { ForeignKey: { Key: "id", Value }, ...address });
    await server.close();
    expect(await storedRows(store)).toEqual([]);
    const call = await callerOf(await netServer({ store }), "ForeignSystem");
    expect(await call("GetKeyValue", { ...address, KeyName: "id" })).toBe(Value);
  });

  test("a call on a closed server is a clear error without SQL", async () => {
    const server = await netServer();
    const call = await callerOf(server, "ForeignSystem");
    await server.close();
    await expect(call("GetAppByName", address)).rejects.toMatchObject(
      exception("SoDbAccessException", "The database could not be used. Try again."),
    );
  });

  test("is not to blame for a mistake that speaks of a connection", async () => {
    const server = await netServer();
    const context = { services: "Services88" } as const;
    const unreadable = Object.defineProperty({ ...context }, "ticket", {
      get: () => {
        throw new TypeError("cannot read connection_id after a timeout");
      },
    });
    await expect(
      server.call("ForeignSystem", "GetAppByName", { ApplicationName: "erp" }, unreadable),
    ).rejects.toMatchObject(exception("SoException", "The call failed inside the server."));
  });

  test("is claimed by one server at a time, until it lets go or closes", async () => {
    const at = await place();
    const [one, other] = [await openStore(at, new Date()), await openStore(at, new Date())];
    const release = await one.tryLock();
    expect(release).toBeDefined();
    expect(await other.tryLock()).toBeUndefined();
    await one.db.insertInto("store_setting").values({ name: "written meanwhile", value: "" }).execute();
    await release?.();
    const next = await other.tryLock();
    expect(next).toBeDefined();
    expect(await one.tryLock()).toBeUndefined();
    await next?.();
    await other.close();
    const last = await one.tryLock();
    expect(last).toBeDefined();
    await last?.();
    await one.close();
  });

  test("is claimed anew after a server that had claimed it was killed", async () => {
    const at = await place();
    const child = spawn(process.execPath, [locker.path, at], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    const store = await openStore(at, new Date());
    expect(await store.tryLock()).toBeUndefined();
    const exit = once(child, "exit");
    child.kill("SIGKILL");
    await exit;
    let release: Awaited<ReturnType<typeof store.tryLock>>;
    await expect
      .poll(async () => {
        release = await store.tryLock();
        return release;
      })
      .toBeDefined();
    await release?.();
    await store.close();
  });
});

describe("a SQLite store", () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "netserver-"));
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  test("can be copied while it is in use, and the copy opens", async () => {
    const server = await createNetServer({ store: join(directory, "live") });
    const call = await callerOf(server, "ForeignSystem");
    const save = (index: number) => call("SaveForeignKey", { ForeignKey: { Key: `k${index}` }, ...address });
    for (let index = 0; index < 10; index++) await save(index);
    const more = [10, 11, 12, 13, 14].map(save);
    await Promise.all([server.backup(join(directory, "netserver.sqlite")), ...more]);
    await expect(server.backup(join(directory, "netserver.sqlite"))).rejects.toThrow(
      /^the backup .* cannot be written: /,
    );
    await server.close();

    const copy = await createNetServer({ store: directory });
    const restored = await (await callerOf(copy, "ForeignSystem"))("GetDeviceKeys", address);
    expect(restored?.length).toBeGreaterThanOrEqual(10);
    await copy.close();
    const database = new Database(join(directory, "netserver.sqlite"));
    expect(database.prepare("pragma integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
    database.close();
  });

  test("that is full says why nothing can be written, keeps what it has, and goes on once there is room", async () => {
    const store = await openStore(directory, new Date());
    const save = (name: string, value: string) =>
      store.write((transaction) => transaction.insertInto("store_setting").values({ name, value }).execute());
    await save("first", "1");
    await sql`pragma max_page_count = 1`.execute(store.db);
    const full = expect.objectContaining({ code: "SQLITE_FULL", message: "database or disk is full" });
    for (let attempt = 0; attempt < 3; attempt++)
      await expect(save("second", "2".repeat(1_000_000))).rejects.toEqual(full);
    await sql`pragma max_page_count = 100000`.execute(store.db);
    await save("third", "3");
    const names = await store.db.selectFrom("store_setting").select("name").orderBy("name").execute();
    expect(names).toEqual([{ name: "first" }, { name: "third" }]);
    await store.close();
  });

  test("has copies that are their owner's alone, and only where nothing is yet", async () => {
    const server = await createNetServer({ store: join(directory, "live") });
    const [copy, taken] = [join(directory, "copy.sqlite"), join(directory, "taken")];
    await server.backup(copy);
    expect((await stat(copy)).mode & 0o777).toBe(0o600);
    await writeFile(taken, "");
    for (const file of ["", directory, copy, taken, join(directory, "none", "copy.sqlite")])
      await expect(server.backup(file), file).rejects.toThrow(StoreError);
    expect((await readdir(directory)).sort()).toEqual(["copy.sqlite", "live", "taken"]);
    await server.close();
    await expect(server.backup(join(directory, "late.sqlite"))).rejects.toThrow(StoreError);
    expect(await readdir(directory), "and leave nothing behind where they fail").not.toContain("late.sqlite");
  });

  test("keeps its log while it is open, whoever else opens and closes it", async () => {
    const servers = [await createNetServer({ store: directory }), await createNetServer({ store: directory })];
    const file = join(directory, "netserver.sqlite");
    const program =
      "const D = require('libsql'); const d = new D(process.argv[1]); d.exec('select * from foreignapp'); d.close()";
    execFileSync(process.execPath, ["-e", program, file], { cwd: import.meta.dirname });
    expect(await readdir(directory)).toContain("netserver.sqlite-wal");
    for (const server of servers) await server.close();
  });

  test("is all in its one file once it is closed", async () => {
    const server = await createNetServer({ store: join(directory, "live") });
    await (await callerOf(server, "ForeignSystem"))("SaveForeignKey", { ForeignKey: { Key: "id" }, ...address });
    await server.close();
    await copyFile(join(directory, "live", "netserver.sqlite"), join(directory, "netserver.sqlite"));
    const copy = await createNetServer({ store: directory });
    expect(await (await callerOf(copy, "ForeignSystem"))("GetDeviceKeys", address)).toHaveLength(1);
    await copy.close();
  });

  test("in a file is its owner's alone, whoever made the directory", async () => {
    const store = await openStore(directory, new Date());
    await store.tryLock();
    const files = await readdir(directory);
    expect(files).toEqual(expect.arrayContaining(["netserver.claim", "netserver.sqlite", "netserver.sqlite-wal"]));
    for (const file of files) expect((await stat(join(directory, file))).mode & 0o077, file).toBe(0);
    await store.close();
  });

  test("fails a write that is under way when it is closed, and keeps nothing of it", async () => {
    const store = await openStore(directory, new Date());
    const [begun, begin] = signal();
    const [over, end] = signal();
    const write = store.write(async (transaction) => {
      const settings = transaction.insertInto("store_setting");
      await settings.values({ name: "colour", value: "blue" }).execute();
      begin();
      await over;
      await settings.values({ name: "shape", value: "round" }).execute();
    });
    await begun;
    await store.close();
    end();
    await expect(write).rejects.toThrow("The database connection is not open");
    const opened = await openStore(directory, new Date());
    expect(await opened.db.selectFrom("store_setting").selectAll().execute()).toEqual([]);
    await opened.close();
  });

  test("is closed once, however often that is asked for", async () => {
    const server = await createNetServer();
    await Promise.all([server.close(), server.close()]);
    await server.close();
  });

  test("that cannot be opened says why", async () => {
    await expect(createNetServer({ store: "mysql://u:secret@h/y" })).rejects.toThrow(
      /^a store is :memory:, a data directory or a postgres:\/\/ URL, not one of mysql:\/\/$/,
    );
    for (const store of ["", " "]) {
      await expect(createNetServer({ store })).rejects.toThrow(
        /^a store is :memory:, a data directory or a postgres:\/\/ URL, and not blank$/,
      );
    }
    await expect(createNetServer({ store: "package.json" })).rejects.toThrow(
      /^package.json is a file; a store wants a directory$/,
    );
    await expect(createNetServer({ store: "/dev/null/data" })).rejects.toThrow(
      /^the data directory \/dev\/null\/data cannot be made: /,
    );
    await expect(createNetServer({ store: "/proc/none/data" })).rejects.toThrow(
      /^the data directory \/proc\/none\/data cannot be made: /,
    );
    await expect(createNetServer({ store: "postgres://nobody@127.0.0.1:1/none" })).rejects.toThrow(
      /^the store cannot be opened: connect ECONNREFUSED/,
    );
  });

  test.skipIf(process.getuid?.() === 0)("says of a file that is not this user's that it is not", async () => {
    await (await createNetServer({ store: directory })).close();
    const file = join(directory, "netserver.sqlite");
    await chmod(file, 0o400);
    await expect(createNetServer({ store: directory })).rejects.toThrow(
      new StoreError(`the store ${file} cannot be opened: EACCES: permission denied, access '${file}'`),
    );
  });
});

/** The parts of values that a store keeps beside the values, as a dump of it shows them. */
async function storedRows(place: string) {
  const store = await openStore(place, new Date());
  const rows = store.db
    .selectFrom("foreignkeyrow")
    .innerJoin("foreignkey", "foreignkey.id", "foreignkeyrow.key_id")
    .select(["foreignkey.name", "seqno", "subvalue"])
    .orderBy("foreignkey.id")
    .orderBy("seqno");
  const stored = await rows.execute();
  await store.close();
  return stored;
}
