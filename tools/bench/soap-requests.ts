import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compiledScript } from "./compiled-script.ts";
import { soapLookup } from "./key-lookup.ts";
import { peer } from "./peers.ts";
import type { Benchmark } from "./report.ts";
import { type Contestant, measureServed } from "./served-load.ts";
import { startServerProcess } from "./server-process.ts";

const child = new URL("soap-child.ts", import.meta.url);

/** One key looked up over HTTP, with a ticket, in a SQLite file; next to node-soap's server, which has it in a map. */
export const soapRequests: Benchmark = {
  name: "soap-requests",
  title: "GetKeyOnDeviceIdentifier over HTTP (ratios: more /s and less CPU is better)",
  run: async () => {
    const directory = await mkdtemp(join(tmpdir(), "netserver-bench-"));
    const contestants = [await contestant("constant"), await contestant("netserver", directory)];
    if (peer("soap") !== undefined) contestants.push(await contestant("node-soap"));
    try {
      return await measureServed(contestants);
    } finally {
      for (const { server } of contestants) await server.stop();
      await rm(directory, { recursive: true });
    }
  },
};

async function contestant(name: string, ...args: string[]): Promise<Contestant> {
  const server = await startServerProcess(compiledScript(child), name, ...args);
  return { name, server, request: soapLookup(server.ticket) };
}
