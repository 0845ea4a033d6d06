import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** The resources that a server in a process of its own has used since it started. */
export interface Usage {
  /** User and system time of all its threads, in microseconds. */
  readonly cpu: number;
  /** Resident memory, in bytes. */
  readonly rss: number;
}

/** The message that a server sends once it listens. */
export interface Served {
  /** `http://127.0.0.1:` and its port. */
  readonly origin: string;
  /** The ticket that its callers need. */
  readonly ticket?: string;
}

/** A server in a process of its own, so that its use of resources is not mixed with that of its callers. */
export interface ServerProcess extends Served {
  usage(): Promise<Usage>;
  /** Kills it unless it has ended, and waits for its end. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Tells whether it has ended, by itself or not. */
  ended(): boolean;
}

/** Starts a script that calls `report`, in TypeScript or compiled, over the packages as they were built. Rejects when it ends instead. */
export async function startServerProcess(script: URL, ...args: string[]): Promise<ServerProcess> {
  const file = fileURLToPath(script);
  const child = fork(file, args, { execArgv: file.endsWith(".ts") ? ["--import=tsx"] : [] });
  const served = (await nextMessage(child)) as Served;
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  return {
    ...served,
    async usage() {
      child.send("usage");
      // The child is this folder's own and answers with this.
      return (await nextMessage(child)) as Usage;
    },
    async stop(signal = "SIGTERM") {
      if (hasEnded()) return;
      const ended = once(child, "exit");
      child.kill(signal);
      await ended;
    },
    ended: hasEnded,
  };
}

/** Reports, in a server's process, that the server listens, and from then on its use of resources on request. */
export function report(served: Served): void {
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpu: user + system, rss: process.memoryUsage.rss() } satisfies Usage);
  });
  process.on("SIGTERM", () => process.exit());
  // It must not outlive its parent.
  process.on("disconnect", () => process.exit());
  process.send?.(served);
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error("the server ended"));
    child.once("exit", ended);
    child.once("message", (message) => {
      child.off("exit", ended);
      resolve(message);
    });
  });
}
