import { compiledScript } from "./compiled-script.ts";
import { type Benchmark, milliseconds, type Row } from "./report.ts";
import { type ServerProcess, startServerProcess } from "./server-process.ts";

const upstreamChild = new URL("list-upstream-child.ts", import.meta.url);
const remoteChild = new URL("remote-child.ts", import.meta.url);

const count = 100_000;
const rounds = 2;

/** Upstreams by how long they take to send all keys, in milliseconds; 0 for as fast as they are read. */
const upstreams = { "slow upstream": 2000, "fast upstream": 0 } as const;

/** Time until a caller has the first of many keys, when it takes them one by one and when it takes them all. */
export const firstItem: Benchmark = {
  name: "first-item",
  title: `a list of ${count} keys over a remote NetServer: the first item with @stream, the first byte without`,
  run: async () => {
    const rows: Row[] = [];
    for (const [name, duration] of Object.entries(upstreams)) {
      const upstream = await startServerProcess(compiledScript(upstreamChild), String(count), String(duration));
      const server = await startServerProcess(compiledScript(remoteChild), `${upstream.origin}/Remote`);
      try {
        rows.push(...(await rowsOver(name, server)));
      } finally {
        await server.stop();
        await upstream.stop();
      }
    }
    return rows;
  },
};

/** One answer's times in milliseconds, from its request on. */
interface Times {
  /** Until a key could be read, or until anything could. */
  readonly first: number;
  readonly whole: number;
  /** Processor time of the server. */
  readonly cpu: number;
}

async function rowsOver(upstream: string, server: ServerProcess): Promise<Row[]> {
  const streamed = await best(server, "@stream", "multipart/mixed", '"value":"K-0"');
  const whole = await best(server, "", "application/json", "");
  const yardstick = "without @stream";
  const row = (what: string, name: keyof Times): Row[] => [
    {
      what: `${upstream}, ${what}`,
      figure: milliseconds(streamed[name]),
      ratios: { [yardstick]: streamed[name] / whole[name] },
    },
    { what: `${upstream}, ${what}, ${yardstick}`, figure: milliseconds(whole[name]) },
  ];
  return [...row("first", "first"), ...row("whole", "whole"), ...row("CPU", "cpu")];
}

/** The shortest times of some answers; the first one is the compiler's. */
async function best(server: ServerProcess, directive: string, accept: string, awaited: string): Promise<Times> {
  const found = { first: Number.POSITIVE_INFINITY, whole: Number.POSITIVE_INFINITY, cpu: Number.POSITIVE_INFINITY };
  for (let round = 0; round <= rounds; round++) {
    const times = await timesOf(server, directive, accept, awaited);
    if (round === 0) continue;
    found.first = Math.min(found.first, times.first);
    found.whole = Math.min(found.whole, times.whole);
    found.cpu = Math.min(found.cpu, times.cpu);
  }
  return found;
}

async function timesOf(server: ServerProcess, directive: string, accept: string, awaited: string): Promise<Times> {
  const before = await server.usage();
  const start = performance.now();
  const response = await fetch(`${server.origin}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "SOTicket 7T:none", accept },
    body: JSON.stringify({
      query: `{ applicationKeys(applicationName: "erp") ${directive} { key value recordId tableName } }`,
    }),
  });
  const { first, text } = await readUntil(response, awaited);
  const whole = performance.now() - start;
  if (!text.includes(`"value":"K-${count - 1}"`)) throw new Error(`not the expected answer: ${text.slice(0, 500)}`);
  return { first: first - start, whole, cpu: ((await server.usage()).cpu - before.cpu) / 1000 };
}

/** Reads an answer to its end, and says when what was awaited had come. */
async function readUntil(response: Response, awaited: string): Promise<{ first: number; text: string }> {
  let first = Number.POSITIVE_INFINITY;
  const chunks: string[] = [];
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    chunks.push(decoder.decode(chunk, { stream: true }));
    if (first === Number.POSITIVE_INFINITY && chunks.join("").includes(awaited)) first = performance.now();
  }
  return { first, text: chunks.join("") };
}
