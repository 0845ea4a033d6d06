import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import Database from "libsql";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { createNetServer } from "../../src/index.ts";
import { callerOf, exception } from "../callers.ts";
import { describeOnEachStore } from "../stores.ts";

const unusable = exception("SoDbAccessException", "The database could not be used. Try again.");
const key = { ForeignKey: { Key: "key", Value: "v" }, ApplicationName: "erp", DeviceName: "erp" };

/** A way to PostgreSQL on which everything stands still for as long as it is told to. */
async function stallingProxy(url: URL) {
  let isStalled = false;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(url.port || 5432), url.hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      if (isStalled) from.pause();
      from.on("data", (data) => void to.write(data));
      from.on("error", () => undefined);
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const through = new URL(url);
  through.hostname = "127.0.0.1";
  // The server listens on a port of TCP.
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: through.href,
    /** Stops what is there; what is connected later works. */
    stallConnections() {
      for (const socket of sockets) socket.pause();
    },
    stall() {
      isStalled = true;
      for (const socket of sockets) socket.pause();
    },
  };
}

describeOnEachStore("a store that does not answer", ({ engine, place }) => {
  test.runIf(engine === "postgres")(
    "fails the calls that wait for it; connections that stand still are given up",
    async () => {
      const proxy = await stallingProxy(new URL(await place()));
      const server = await createNetServer({ store: proxy.url, storeTimeoutMs: 500 });
      onTestFinished(() => server.close().catch(() => undefined));
      const call = await callerOf(server, "ForeignSystem");
      await call("SaveForeignKey", key);
      await Promise.all(Array.from({ length: 4 }, () => server.checkStore()));
      proxy.stallConnections();
      const calls = [
        call("GetAppByName", { ApplicationName: "erp" }),
        call("SaveForeignKey", key),
        server.checkStore(),
      ];
      const outcomes = await Promise.allSettled(calls);
      expect(outcomes[0]).toMatchObject({ status: "rejected", reason: unusable });
      expect(outcomes.map(({ status }) => status)).toContain("rejected");
      // Others may have been taken from those that stood still; no more than there were.
      for (let attempt = 0; attempt < 5; attempt++)
        await call("GetAppByName", { ApplicationName: "erp" }).catch(() => undefined);
      expect(await call("GetAppByName", { ApplicationName: "erp" })).toMatchObject({ Name: "erp" });
      await call("SaveForeignKey", key);
    },
  );

  test.runIf(engine === "postgres")("fails the check when nothing is answered at all", async () => {
    const proxy = await stallingProxy(new URL(await place()));
    const server = await createNetServer({ store: proxy.url, storeTimeoutMs: 200 });
    onTestFinished(() => server.close().catch(() => undefined));
    await server.checkStore();
    proxy.stall();
    await expect(server.checkStore()).rejects.toThrow("Query read timeout");
  });

  test.runIf(engine === "postgres")(
    "cancels a statement that waits for another's lock, and keeps the connection",
    async () => {
      const store = await place();
      const server = await createNetServer({ store, storeTimeoutMs: 300 });
      onTestFinished(() => server.close().catch(() => undefined));
      const call = await callerOf(server, "ForeignSystem");
      await call("SaveForeignKey", key);
      const other = new pg.Client({ connectionString: store });
      await other.connect();
      await other.query("begin; lock table foreignapp in access exclusive mode");
      await expect(call("GetAppByName", { ApplicationName: "erp" })).rejects.toMatchObject(unusable);
      await other.end();
      expect(await call("GetAppByName", { ApplicationName: "erp" })).toMatchObject({ Name: "erp" });
    },
  );

  test.runIf(engine === "sqlite")("fails a write that another program keeps from beginning", async () => {
    const store = await place();
    const server = await createNetServer({ store, storeTimeoutMs: 50 });
    const call = await callerOf(server, "ForeignSystem");
    const other = new Database(join(store, "netserver.sqlite"));
    other.exec("begin immediate");
    await expect(call("SaveForeignKey", key)).rejects.toMatchObject(unusable);
    other.exec("rollback");
    other.close();
    expect(await call("SaveForeignKey", key)).toMatchObject({ Key: "key" });
    await server.close();
  });
});
