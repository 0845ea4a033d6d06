import { expect, onTestFinished, test, vi } from "vitest";
import * as keyRows from "../src/foreign-system/key-rows.ts";
import { openStore } from "../src/store/open-store.ts";
import type { Store } from "../src/store/store.ts";
import { callerOf } from "./callers.ts";
import { itemsIn } from "./items-in.ts";
import { describeOnEachStore } from "./stores.ts";

/** Fills devices of one app with keys, in turns, so that no device's keys are next to each other. */
async function fill(store: Store, devices: number, keys: number): Promise<void> {
  const audit = { created_at: "", created_by: 0, updated_at: null, updated_by: 0 };
  await store.write(async (transaction) => {
    await transaction
      .insertInto("foreignapp")
      .values({ name: "erp", name_key: "ERP", ...audit })
      .execute();
    for (let id = 1; id <= devices; id++) {
      const device = { app_id: 1, name: "erp", name_key: "ERP", identifier: `${id}`, identifier_key: `${id}` };
      await transaction
        .insertInto("foreigndevice")
        .values({ ...device, ...audit })
        .execute();
    }
    for (let first = 0; first < keys; first += 500) {
      const rows = Array.from({ length: Math.min(500, keys - first) }, (_, index) => first + index).map((number) => {
        const name = `k${number}`;
        return {
          device_id: (number % devices) + 1,
          table_no: 0,
          record_id: 0,
          name,
          name_key: name,
          value: "",
          value_key: "",
        };
      });
      await transaction
        .insertInto("foreignkey")
        .values(rows.map((row) => ({ ...row, ...audit })))
        .execute();
    }
  });
}

describeOnEachStore("lists", ({ netServer, place }) => {
  async function filledServer(devices: number, keys: number) {
    const keptPlace = await place();
    const store = await openStore(keptPlace, new Date());
    await fill(store, devices, keys);
    await store.close();
    const server = await netServer({ store: keptPlace });
    const context = { services: "Services88", ticket: await server.issueTicket("ADM0") } as const;
    return { server, context };
  }

  test.each([
    { devices: 1, keys: 3500 },
    { devices: 3, keys: 3500 },
    { devices: 3, keys: 30 },
  ])("$keys keys on $devices devices come in the order of their ids, streamed or not", async ({ devices, keys }) => {
    const { server, context } = await filledServer(devices, keys);
    const names: string[] = [];
    const input = { ApplicationName: "erp" };
    for await (const key of itemsIn(await server.stream("ForeignSystem", "GetApplicationKeys", input, context))) {
      names.push(key?.Key ?? "");
    }
    expect(names).toEqual(Array.from({ length: keys }, (_, index) => `k${index}`));
    const all = await server.call(
      "ForeignSystem",
      "GetDeviceKeys",
      { ApplicationName: "erp", DeviceName: "erp" },
      context,
    );
    expect(all?.map((key) => key?.Key)).toEqual(names);
  });

  test("whoever stops reading stops the source, and others are served meanwhile", async () => {
    const { server, context } = await filledServer(1, 2500);
    const call = await callerOf(server, "ForeignSystem");
    const keyOf = vi.spyOn(keyRows, "keyOf");
    onTestFinished(() => keyOf.mockRestore());
    let read = 0;
    const input = { ApplicationName: "erp" };
    for await (const key of itemsIn(await server.stream("ForeignSystem", "GetApplicationKeys", input, context))) {
      read += 1;
      if (read === 10) {
        await call("SaveForeignKey", { ForeignKey: { Key: "meanwhile" }, ApplicationName: "other", DeviceName: "d" });
        break;
      }
      expect(key?.Key).toBe(`k${read - 1}`);
    }
    expect(await call("GetDeviceKeys", { ApplicationName: "other", DeviceName: "d" })).toHaveLength(1);
    const made = keyOf.mock.calls.filter(([{ name }]) => name !== "meanwhile");
    expect(made, "no key was made that nobody read").toHaveLength(read);
  });

  test("long values are read one by one, each when it is asked for", async () => {
    const server = await netServer();
    const context = { services: "Services88", ticket: await server.issueTicket("ADM0") } as const;
    const call = await callerOf(server, "ForeignSystem");
    const device = { ApplicationName: "erp", DeviceName: "erp" };
    const address = { ...device, DeviceIdentifier: "" };
    // On either side of where values become long, in bytes.
    const values = [
      "short",
      "æ".repeat(4096),
      "æ".repeat(4097),
      "x".repeat(1_000_000),
      "short",
      "y".repeat(10_000),
      "",
    ];
    for (const [index, Value] of values.entries())
      await call("SaveForeignKey", { ForeignKey: { Key: `k${index}`, Value }, ...address });
    const listed = await call("GetDeviceKeys", device);
    expect(listed?.map((key) => key?.Value)).toEqual(values);

    const streamed: (string | null | undefined)[] = [];
    for await (const key of itemsIn(await server.stream("ForeignSystem", "GetDeviceKeys", device, context))) {
      if (streamed.push(key?.Key) > 1) continue;
      await call("SaveForeignKey", { ForeignKey: { Key: "k2", Value: "changed" }, ...address });
      await call("DeleteForeignKeyOnName", { ...address, KeyName: "k3" });
    }
    expect(streamed, "without the one that is gone meanwhile").toEqual(["k0", "k1", "k2", "k4", "k5", "k6"]);
  });

  test("an aborted call ends with the reason", async () => {
    const { server, context } = await filledServer(1, 2500);
    const controller = new AbortController();
    const keys = await server.stream(
      "ForeignSystem",
      "GetApplicationKeys",
      { ApplicationName: "erp" },
      { ...context, signal: controller.signal },
    );
    const read = async () => {
      for await (const _key of itemsIn(keys)) controller.abort(new Error("the client left"));
    };
    await expect(read()).rejects.toThrow("the client left");
  });

  test("errors come out of the stream as they do out of a call", async () => {
    const { server } = await filledServer(1, 1);
    const keys = server.stream("ForeignSystem", "GetApplicationKeys", {}, { services: "Services88" });
    await expect(keys).rejects.toMatchObject({
      exceptionType: "SuperOffice.Exceptions.SoSessionException",
    });
  });
});
