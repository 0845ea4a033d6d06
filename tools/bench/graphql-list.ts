import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compiledScript } from "./compiled-script.ts";
import { requestOf } from "./graphql-requests.ts";
import { sendMany } from "./http-load.ts";
import { type Benchmark, milliseconds, type Row } from "./report.ts";
import { type ServerProcess, startServerProcess } from "./server-process.ts";

const child = new URL("graphql-child.ts", import.meta.url);
const counts = [100, 10_000] as const;
const rounds = 15;

/** All keys of an app, with four fields each. */
export const graphqlList: Benchmark = {
  name: "graphql-list",
  title: "a list of keys over GraphQL, embedded (time and processor time of the server; less is better)",
  run: async () => {
    const rows: Row[] = [];
    let first = 0;
    for (const count of counts) {
      const directory = await mkdtemp(join(tmpdir(), "netserver-bench-"));
      const server = await startServerProcess(compiledScript(child), "embedded", directory, String(count - 1));
      const { time, cpu } = await best(server);
      await server.stop();
      await rm(directory, { recursive: true });
      first ||= cpu / count;
      rows.push(
        { what: `${count} keys`, figure: milliseconds(time) },
        {
          what: `${count} keys, CPU`,
          figure: milliseconds(cpu),
          ratios: { [`${counts[0]} keys, each`]: cpu / count / first },
        },
      );
    }
    return rows;
  },
};

async function best(server: ServerProcess): Promise<{ time: number; cpu: number }> {
  const request = requestOf('{ applicationKeys(applicationName: "erp") { key value recordId tableName } }');
  const found = { time: Number.POSITIVE_INFINITY, cpu: Number.POSITIVE_INFINITY };
  for (let round = 0; round < rounds; round++) {
    const before = await server.usage();
    const start = performance.now();
    await sendMany(server.origin, request, 1, 1);
    found.time = Math.min(found.time, performance.now() - start);
    found.cpu = Math.min(found.cpu, ((await server.usage()).cpu - before.cpu) / 1000);
  }
  return found;
}
