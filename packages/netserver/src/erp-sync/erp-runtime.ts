import { setMaxListeners } from "node:events";
import { type ConnectorLimits, platformSchedule, type Schedule } from "./connector-call.ts";
import type { ErpConnector } from "./erp-connector.ts";

/** What ErpSync holds beside the store: the connectors, and the order in which their work is done. */
export interface ErpRuntime {
  /** The connector at an address; `undefined` when none is known there. Nothing is ever fetched from it. */
  connectorAt(url: string): ErpConnector | undefined;
  readonly limits: ConnectorLimits;
  /** Runs work that moves data after all such work before it. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** Whether such work is under way. */
  busy(): boolean;
  /** What to do when the engine's state or interval changes, until somebody else says so. */
  onReschedule(work: () => void): void;
  /** Says that the engine's state or interval was changed. */
  reschedule(): void;
  /** Ends the waiting for connectors, and waits for what is under way. */
  close(): Promise<void>;
}

/** What a runtime is made of. */
export interface ErpRuntimeOptions {
  /** Connectors by the address that a stored connector has. */
  readonly connectors: ReadonlyMap<string, ErpConnector>;
  readonly timeLimitMs: number;
  readonly schedule?: Schedule;
}

/** The runtime of one server. */
export function createErpRuntime({
  connectors,
  timeLimitMs,
  schedule = platformSchedule,
}: ErpRuntimeOptions): ErpRuntime {
  const closing = new AbortController();
  // Every call that is under way listens; there may be as many as there are callers.
  setMaxListeners(Number.POSITIVE_INFINITY, closing.signal);
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let rescheduled: () => void = () => undefined;
  return {
    connectorAt: (url) => connectors.get(url.trim()),
    limits: { timeLimitMs, schedule, closing: closing.signal },
    busy: () => waiting > 0,
    exclusively(work) {
      waiting += 1;
      const result = last.then(work).finally(() => {
        waiting -= 1;
      });
      // One that fails does not hold up the next.
      last = result.catch(() => undefined);
      return result;
    },
    onReschedule(work) {
      rescheduled = work;
    },
    reschedule: () => rescheduled(),
    async close() {
      closing.abort();
      await last;
    },
  };
}
