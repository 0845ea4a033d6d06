import { setMaxListeners } from "node:events";
import { setTimeout } from "node:timers/promises";
import type { ErpConnector } from "@superoffice-soap/schema";
import type { ConnectorLog } from "../connector-log-entry.ts";
import { platformSchedule, type Schedule } from "../schedule.ts";
import type { Release, Store } from "../store/store.ts";
import type { ConnectorCalls } from "./call-connector.ts";
import { describeThrown } from "./connector-log.ts";

/** What ErpSync holds beside the store: the connectors, and the order in which their work is done. */
export interface ErpRuntime extends ConnectorCalls {
  /** The connector at an address; `undefined` when none is known there. Nothing is ever fetched from it. */
  connectorAt(url: string): ErpConnector | undefined;
  /** Tells the log of what an answer of a connector has too much; once of each. */
  logSkipped(connector: ErpConnector, operation: keyof ErpConnector, what: string): void;
  /** Keys of the configuration fields that hold passwords, of connectors that were asked; `undefined` for one that did not say. */
  readonly passwordKeys: Map<ErpConnector, ReadonlySet<string> | undefined>;
  /** Runs work that moves data after all such work before it, also that of other servers over the store. */
  runExclusive<T>(work: () => Promise<T>): Promise<T>;
  /** As `runExclusive`, but runs nothing, and answers `undefined`, when another server is at such work. */
  tryRunExclusive<T>(work: () => Promise<T>): Promise<T | undefined>;
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
  readonly timeoutMs: number;
  readonly schedule?: Schedule;
  readonly log: ConnectorLog;
  /** As the store's. */
  readonly tryLock: Store["tryLock"];
}

/** The number of surplus answers of connectors that are told. */
const maxSkipped = 1000;

/** How often a server looks whether another one is done. */
const lookAgainMs = 100;

/** The runtime of one server. */
export function createErpRuntime({
  connectors,
  timeoutMs,
  schedule = platformSchedule,
  log,
  tryLock,
}: ErpRuntimeOptions): ErpRuntime {
  const closing = new AbortController();
  // Every call that is under way listens; there may be as many as there are callers.
  setMaxListeners(Number.POSITIVE_INFINITY, closing.signal);
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let rescheduled: () => void = () => undefined;

  function serialized<T>(work: () => Promise<T>): Promise<T> {
    waiting += 1;
    const result = last.then(work).finally(() => {
      waiting -= 1;
    });
    // One that fails does not hold up the next.
    last = result.catch(() => undefined);
    return result;
  }

  /** Claims, waiting for another server until this one closes. */
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

/** A thrown value may throw itself as soon as it is looked at. */
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
