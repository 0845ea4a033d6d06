import { setMaxListeners } from "node:events";
import { setTimeout } from "node:timers/promises";
import type { ErpConnector } from "@superoffice-soap/schema";
import type { ConnectorLog } from "../connector-log-entry.ts";
import { platformSchedule, type Schedule } from "../schedule.ts";
import type { Release, Store } from "../store/store.ts";
import type { ConnectorCalls } from "./call-connector.ts";
import { describeThrown } from "./connector-log.ts";

/** The state of ErpSync beside the store: the connectors, and the order of their work. */
export interface ErpRuntime extends ConnectorCalls {
  /** Returns the connector at an address; `undefined` when none is known there. The address is never fetched. */
  connectorAt(url: string): ErpConnector | undefined;
  /** Logs surplus content of a connector's answer, once each. */
  logSkipped(connector: ErpConnector, operation: keyof ErpConnector, what: string): void;
  /** Keys of the password fields of each connector that was asked; `undefined` for one that failed. */
  readonly passwordKeys: Map<ErpConnector, ReadonlySet<string> | undefined>;
  /**
   * Runs work that moves data, holding the sync lock: after all earlier work, also that of other servers over the
   * store.
   */
  runExclusive<T>(work: () => Promise<T>): Promise<T>;
  /** Like `runExclusive`, but returns `undefined`, running nothing, when another server holds the lock. */
  tryRunExclusive<T>(work: () => Promise<T>): Promise<T | undefined>;
  /** Tells whether exclusive work is running or queued. */
  busy(): boolean;
  /** Sets the listener for changes of the engine's state or interval, replacing the one before. */
  onReschedule(work: () => void): void;
  /** Notifies the listener that the engine's state or interval changed. */
  reschedule(): void;
  /** Aborts calls to connectors in flight, and waits for the running work. */
  close(): Promise<void>;
}

/** The parts of a runtime. */
export interface ErpRuntimeOptions {
  /** Connectors by the address that a stored connector has. */
  readonly connectors: ReadonlyMap<string, ErpConnector>;
  readonly timeoutMs: number;
  readonly schedule?: Schedule;
  readonly log: ConnectorLog;
  /** The store's lock. */
  readonly tryLock: Store["tryLock"];
}

/** The number of notes on surplus content that are logged. */
const maxSkipped = 1000;

/** The delay between two attempts to get the lock. */
const lookAgainMs = 100;

/** Creates the runtime of one server. */
export function createErpRuntime({
  connectors,
  timeoutMs,
  schedule = platformSchedule,
  log,
  tryLock,
}: ErpRuntimeOptions): ErpRuntime {
  const closing = new AbortController();
  // Every call in flight listens; there may be as many as there are callers.
  setMaxListeners(Number.POSITIVE_INFINITY, closing.signal);
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let rescheduled: () => void = () => undefined;

  function serialized<T>(work: () => Promise<T>): Promise<T> {
    waiting += 1;
    const result = last.then(work).finally(() => {
      waiting -= 1;
    });
    // A failure does not stop the next work.
    last = result.catch(() => undefined);
    return result;
  }

  /** Waits for the lock until this server closes. */
  async function acquireLock(): Promise<Release> {
    for (;;) {
      closing.signal.throwIfAborted();
      const release = await tryLock();
      if (release !== undefined) return release;
      await setTimeout(lookAgainMs, undefined, { signal: closing.signal });
    }
  }

  const urlOf = (connector: ErpConnector) => [...connectors].find(([, known]) => known === connector)?.[0] ?? "";
  const skipped = new Set<string>();

  return {
    connectorAt: (url) => connectors.get(url.trim()),
    logFailure({ connector, operation }, { techExplanation: message, cause }, redact) {
      const thrown = cause === undefined ? [] : describedOr(cause);
      const redacted = thrown.map(({ error, message: words, frames }) => ({
        error: redact(error),
        message: redact(words),
        frames: frames.map(redact),
      }));
      log({ level: "error", url: urlOf(connector), operation, message, thrown: redacted });
    },
    logSkipped(connector, operation, what) {
      const url = urlOf(connector);
      const once = `${url} ${what}`;
      if (skipped.has(once) || skipped.size >= maxSkipped) return;
      skipped.add(once);
      log({ level: "warn", url, operation, message: `${what}. It is skipped.`, thrown: [] });
    },
    passwordKeys: new Map(),
    limits: { timeoutMs, schedule, closing: closing.signal },
    busy: () => waiting > 0,
    runExclusive: (work) => serialized(async () => releasing(await acquireLock(), work)),
    tryRunExclusive: (work) =>
      serialized(async () => {
        const release = await tryLock();
        return release && releasing(release, work);
      }),
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

/** Describes a thrown value; returns nothing if it throws on inspection. */
function describedOr(thrown: unknown): ReturnType<typeof describeThrown> {
  try {
    return describeThrown(thrown);
  } catch {
    return [];
  }
}

async function releasing<T>(release: Release, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await release();
  }
}
