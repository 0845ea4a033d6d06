import type { ForeignDevice } from "@superoffice-soap/schema";
import type { Implementation } from "../agent-implementation.ts";
import { required } from "../call/arguments.ts";
import { changeOf } from "../call/audit.ts";
import type { Session } from "../call/session.ts";
import { invalidField, soException } from "../call/so-exception.ts";
import type { TextLimit } from "../call/text-limit.ts";
import type { Resources } from "../resources.ts";
import type { Queries } from "../store/store.ts";
import { deviceOf, deviceRowById } from "./device-rows.ts";
import { type DeviceTexts, ensureApp, ensureDevice } from "./ensure.ts";
import { appNameText, carrierLimits, limits, nameText, storedText } from "./texts.ts";

/** Adds a device; one that exists is answered as it is. */
export const addDeviceByIdentifier: Implementation<"ForeignSystem", "AddDeviceByIdentifier"> = (
  input,
  session,
  resources,
) => {
  const app = appNameText(input.ApplicationName, resources);
  const address = deviceTexts(input.DeviceName, input.DeviceIdentifier, resources);
  return writeDevice(resources, async (transaction) => {
    const appId = await ensureApp(transaction, app, session, resources);
    return ensureDevice(transaction, appId, address, session, resources, "always");
  });
};

/** Sees to it that a device exists, and gives it the name and identifier of the carrier, if there is one. */
export const saveDeviceByIdentifier: Implementation<"ForeignSystem", "SaveDeviceByIdentifier"> = (
  input,
  session,
  resources,
) => {
  const app = appNameText(input.ApplicationName, resources);
  const address = deviceTexts(input.DeviceName, input.DeviceIdentifier, resources);
  const carrier = input.ForeignDevice;
  const texts = carrier && changedTexts(address, carrier, resources);
  return writeDevice(resources, async (transaction) => {
    const appId = await ensureApp(transaction, app, session, resources);
    const id = await ensureDevice(transaction, appId, address, session, resources, "always");
    if (texts !== null) await updateDevice(transaction, id, appId, texts, session);
    return id;
  });
};

/** Creates a device, or updates the one with the carrier's id. */
export const saveForeignDevice: Implementation<"ForeignSystem", "SaveForeignDevice"> = (input, session, resources) => {
  const carrier = required(input.ForeignDevice, "ForeignDevice");
  const id = carrier.ForeignDeviceId ?? 0;
  const texts = deviceTexts(carrier.Name ?? "", carrier.DeviceIdentifier ?? "", resources, carrierLimits);
  const owner = ownerOf(input.ApplicationName, carrier, resources);
  return writeDevice(resources, async (transaction) => {
    const known = id === 0 ? undefined : await deviceRowById(transaction, id);
    if (id !== 0 && known === undefined) {
      throw soException("SoNotFoundException", `There is no foreign device with id ${id}.`);
    }
    const appId = await owner(transaction, session, known?.app_id);
    if (known === undefined) return ensureDevice(transaction, appId, texts, session, resources, "always");
    await updateDevice(transaction, id, appId, texts, session);
    return id;
  });
};

function deviceTexts(
  name: string,
  identifier: string,
  resources: Resources,
  {
    device,
    identifier: identifierLimit,
  }: Pick<Record<keyof typeof limits, TextLimit>, "device" | "identifier"> = limits,
): DeviceTexts {
  return {
    name: nameText(name, device, resources),
    identifier: storedText(identifier, identifierLimit, resources),
  };
}

/** A blank name cannot be meant as a new one: clients that cannot send nil send that. */
function changedTexts(address: DeviceTexts, carrier: ForeignDevice, resources: Resources): DeviceTexts {
  const name = carrier.Name ?? "";
  const identifier = carrier.DeviceIdentifier ?? null;
  return {
    name: name.trim() === "" ? address.name : storedText(name, carrierLimits.device, resources),
    identifier: identifier === null ? address.identifier : storedText(identifier, carrierLimits.identifier, resources),
  };
}

type OwnerApp = (transaction: Queries, session: Session, current: number | undefined) => Promise<number>;

/** Returns the app that a device is saved in: the one named, else the carrier's, else the one that the device is in. */
function ownerOf(applicationName: string, carrier: ForeignDevice, resources: Resources): OwnerApp {
  const carried = carrier.ForeignAppId ?? 0;
  if (applicationName.trim() !== "") {
    const name = appNameText(applicationName, resources);
    return (transaction, session) => ensureApp(transaction, name, session, resources);
  }
  return async (transaction, _session, current) => {
    const appId = carried === 0 ? current : carried;
    if (appId === undefined) throw invalidField(limits.app.name, "ApplicationName or ForeignAppId must name an app.");
    const app = await transaction.selectFrom("foreignapp").select("id").where("id", "=", appId).executeTakeFirst();
    if (app === undefined) throw soException("SoNotFoundException", `There is no foreign app with id ${appId}.`);
    return appId;
  };
}

async function updateDevice(
  transaction: Queries,
  id: number,
  appId: number,
  texts: DeviceTexts,
  session: Session,
): Promise<void> {
  const { name, identifier } = texts;
  const address = { app_id: appId, name_key: name.key, identifier_key: identifier.key };
  const other = await transaction
    .selectFrom("foreigndevice")
    .select("id")
    .where((builder) => builder.and(address))
    .where("id", "<>", id)
    .executeTakeFirst();
  if (other !== undefined) {
    throw soException(
      "SoDuplicateException",
      `The app has a device ${JSON.stringify(name.text)} with that identifier already.`,
    );
  }
  await transaction
    .updateTable("foreigndevice")
    .set({ ...address, name: name.text, identifier: identifier.text, ...changeOf(session) })
    .where("id", "=", id)
    .execute();
}

async function writeDevice(
  resources: Resources,
  work: (transaction: Queries) => Promise<number>,
): Promise<ForeignDevice> {
  const row = await resources.store.write(async (transaction) => {
    const written = await deviceRowById(transaction, await work(transaction));
    if (written === undefined) throw soException("SoDbAccessException", "The device was deleted while it was saved.");
    return written;
  });
  return deviceOf(row, resources);
}
