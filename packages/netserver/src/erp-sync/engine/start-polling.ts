import { latestServices, type PluginResponse } from "@superoffice-soap/schema";
import type { Resources } from "../../resources.ts";
import { timestampOf } from "../../store/timestamp.ts";
import { readConfiguration } from "../connections/engine-configuration.ts";
import { trySyncAll } from "./sync-runs.ts";

/** The longest delay that timers take, in milliseconds. */
const maxDelayMs = 0x7fff_ffff;

/** The delay before the next attempt when the store could not be read. */
const retryDelayMs = 60_000;

/** Syncs at the engine's interval while the engine runs, until the server closes. The timer keeps no process alive. */
export function startPolling(resources: Resources): void {
  const { erp, store } = resources;
  const { closing, schedule } = erp.limits;
  const { onPollingFailure } = resources.settings.synchronization;
  let cancel: () => void = () => undefined;
  let latestPlan = 0;

  /** Schedules the next poll, replacing the scheduled one. */
  async function plan(): Promise<void> {
    latestPlan += 1;
    const own = latestPlan;
    cancel();
    const { sync_interval_seconds } = await readConfiguration(store.db);
    if (own === latestPlan) again(look, Math.min(sync_interval_seconds * 1000, maxDelayMs));
  }

  // Another server over the store may have started or stopped the engine, so each poll reads its state.
  async function look(): Promise<void> {
    const { sync_running } = await readConfiguration(store.db);
    const report = sync_running === 0 ? undefined : await trySyncAll(programSession(resources), resources);
    if (report?.IsOk === false && !closing.aborted) onPollingFailure(new PolledRunFailure(report));
    await plan();
  }

  function again(work: () => Promise<void>, delayMs: number): void {
    if (!closing.aborted) cancel = schedule(() => start(work), delayMs, "idle");
  }

  /** Reports failures of the store; those of connectors are part of a run's report. */
  function start(work: () => Promise<void>): void {
    work().catch((error: unknown) => {
      if (!closing.aborted) onPollingFailure(error);
      again(plan, retryDelayMs);
    });
  }

  erp.onReschedule(() => start(plan));
  closing.addEventListener("abort", () => cancel());
  start(plan);
}

/** A run of the engine in which something failed. The message is the report's explanation for an administrator. */
class PolledRunFailure extends Error {
  override readonly name = "PolledRunFailure";
  /** The code of the first failure. */
  readonly code: string;

  constructor({ TechExplanation, ErrorCode }: PluginResponse) {
    super(TechExplanation ?? "");
    this.code = ErrorCode ?? "";
  }
}

function programSession({ settings }: Resources) {
  const now = timestampOf(settings.clock());
  return { services: latestServices, now, loopback: () => false, signal: () => undefined, associateId: 0 };
}
