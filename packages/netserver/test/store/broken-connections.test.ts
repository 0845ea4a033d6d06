import pg from "pg";
import { expect, test } from "vitest";
import { callerOf } from "../callers.ts";
import { describeOnEachStore } from "../stores.ts";

describeOnEachStore("connections that break", ({ engine, netServer, place }) => {
  test.runIf(engine === "postgres")("are a clear error for who uses them; the next calls get new ones", async () => {
    const url = new URL(await place());
    url.searchParams.set("application_name", "netserver_broken");
    const call = await callerOf(await netServer({ store: url.href }), "ForeignSystem");
    const save = (index: number) =>
      call("SaveForeignKey", { ForeignKey: { Key: `${index}` }, ApplicationName: "erp", DeviceName: "erp" });
    await save(0);

    const outcomes = new Set<string>();
    let saved = 1;
    const saving = Promise.all(
      Array.from({ length: 8 }, async (_, worker) => {
        for (let index = 0; index < 60; index++) {
          const outcome = await save(1 + worker * 60 + index).catch((error: Error) => error);
          if (outcome instanceof Error) outcomes.add(outcome.message);
          else saved += 1;
        }
      }),
    );
    url.searchParams.set("application_name", "netserver_breaker");
    const killer = new pg.Client({ connectionString: url.href });
    await killer.connect();
    for (let round = 0; round < 5; round++) {
      await killer.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'netserver_broken'",
      );
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await killer.end();
    await saving;

    expect([...outcomes]).toEqual(["The database could not be used. Try again."]);
    // One more may be stored whose acknowledgement was lost with the connection; none may be missing.
    const stored = await call("GetDeviceKeys", { ApplicationName: "erp", DeviceName: "erp" });
    expect(stored?.length).toBeGreaterThanOrEqual(saved);
  });
});
