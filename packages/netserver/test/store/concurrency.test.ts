import { expect, test } from "vitest";
import { callerOf } from "../callers.ts";
import { describeOnEachStore } from "../stores.ts";

const address = { ApplicationName: "erp", DeviceName: "erp", DeviceIdentifier: "1" };

describeOnEachStore("many at once", ({ netServer, place }) => {
  test("50 saves of one key give one row, whose value is one of theirs", async () => {
    const call = await callerOf(await netServer(), "ForeignSystem");
    const saves = Array.from({ length: 50 }, (_, index) =>
      call("SaveForeignKey", {
        ForeignKey: { Key: "id", Value: `${index}`, TableName: "contact", RecordId: 1 },
        ...address,
      }),
    );
    const saved = await Promise.all(saves);
    const keys = await call("GetApplicationKeys", address);
    expect(keys).toHaveLength(1);
    expect(saved.map((key) => key?.Value)).toContain(keys?.[0]?.Value);
    expect(await call("GetAppByName", address)).toMatchObject({ Devices: [{ DeviceIdentifier: "1" }] });
  });

  test("two servers on one store lose no write and make nothing twice", async () => {
    const store = await place();
    const servers = [await netServer({ store }), await netServer({ store })];
    const callers = await Promise.all(servers.map((server) => callerOf(server, "ForeignSystem")));
    const saves = callers.flatMap((call, server) =>
      Array.from({ length: 25 }, (_, index) =>
        call("SaveForeignKey", {
          ForeignKey: {
            Key: index % 5 === 0 ? "shared" : `own ${server}`,
            Value: "v",
            TableName: "sale",
            RecordId: index,
          },
          ...address,
        }),
      ),
    );
    await Promise.all(saves);
    const keys = (await callers[0]?.("GetDeviceKeys", address)) ?? [];
    expect(keys.filter((key) => key?.Key === "shared")).toHaveLength(5);
    expect(keys.filter((key) => key?.Key?.startsWith("own"))).toHaveLength(40);
  });

  test("saves that race with deletes of their device all succeed", async () => {
    const call = await callerOf(await netServer(), "ForeignSystem");
    const work = Array.from({ length: 60 }, (_, index) =>
      index % 3 === 0
        ? call("DeleteDeviceByIdentifier", address)
        : call("SaveForeignKey", { ForeignKey: { Key: `${index}` }, ...address }),
    );
    await Promise.all(work);
    await call("SaveForeignKey", { ForeignKey: { Key: "last" }, ...address });
    expect(await call("GetDeviceKeysOnDeviceIdentifier", address)).toContainEqual(
      expect.objectContaining({ Key: "last" }),
    );
  });
});
