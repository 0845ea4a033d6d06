import { setImmediate } from "node:timers/promises";

/** Lets the event loop turn as often: enough for what has come to it to be dealt with, however slow the machine is. */
export async function eventLoopTurns(count = 20): Promise<void> {
  for (let turn = 0; turn < count; turn++) await setImmediate();
}
