import { ErpSyncEngineStatus } from "@superoffice-soap/schema";
import type { Implementation } from "../../agent-implementation.ts";
import { carrierOf } from "../../call/carrier-members.ts";
import { unfitArgument } from "../../call/so-exception.ts";
import type { Resources } from "../../resources.ts";
import type { Row } from "../../store/tables.ts";
import { changeConfiguration, readConfiguration } from "../connections/engine-configuration.ts";
import { durationOf, secondsIn } from "./duration.ts";

const maxSeconds = 0x7fff_ffff;

/** Reports whether the engine runs, its interval, and its current activity. */
export const getEngineStatus: Implementation<"ErpSync", "GetEngineStatus"> = async (_input, _session, resources) =>
  statusOf(await readConfiguration(resources.store.db), resources);

/** Starts or stops the engine immediately. */
export const changeEngineStatus: Implementation<"ErpSync", "ChangeEngineStatus"> = async (
  input,
  _session,
  resources,
) => {
  const sync_running = input.Run ? 1 : 0;
  const row = await resources.store.write((transaction) => changeConfiguration(transaction, { sync_running }));
  resources.erp.reschedule();
  return statusOf(row, resources);
};

/**
 * Sets the engine's interval, in whole seconds. Throws SoInvalidArgumentException for an interval of zero or one that
 * is far too long.
 */
export const changeEngineInterval: Implementation<"ErpSync", "ChangeEngineInterval"> = async (
  input,
  _session,
  resources,
) => {
  const seconds = secondsIn(input.Interval);
  if (seconds === undefined || seconds < 1 || seconds > maxSeconds) {
    throw unfitArgument("Interval", "Interval must be a duration from one second to 68 years, such as PT10M.");
  }
  await resources.store.write((transaction) => changeConfiguration(transaction, { sync_interval_seconds: seconds }));
  resources.erp.reschedule();
};

function statusOf(row: Row<"erpconfiguration">, { erp, settings }: Resources): ErpSyncEngineStatus {
  const idle = row.sync_running === 0 ? "The engine is stopped." : "The engine waits for its next run.";
  return {
    ...carrierOf(ErpSyncEngineStatus, settings.answers),
    IsRunning: row.sync_running !== 0,
    StatusMessage: erp.busy() ? "A synchronization is under way." : idle,
    Interval: durationOf(row.sync_interval_seconds),
  };
}
