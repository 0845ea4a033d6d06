import { type LoadRequest, sendMany } from "./http-load.ts";
import type { Row } from "./report.ts";
import type { ServerProcess } from "./server-process.ts";

/** A server that is measured, and what it is asked. */
export interface Contestant {
  readonly name: string;
  readonly server: ServerProcess;
  readonly request: LoadRequest;
}

/** How many callers ask at once. */
const concurrencies = [1, 16, 64] as const;

const requests = 2000;
const rounds = 5;

interface Best {
  /** Microseconds of processor for one request. */
  cpu: number;
  requestsPerSecond: number;
}

/**
 * Requests per second and processor time per request, at each concurrency, of servers that answer one after the other in
 * each round, so that whatever else the machine does hits all of them; the best round counts. The last one is the
 * yardstick. The callers share the machine with the servers, so that processor time says more than requests per second.
 */
export async function measureServed(contestants: readonly Contestant[]): Promise<Row[]> {
  // Until the compiler has seen enough.
  for (const { server, request } of contestants) await sendMany(server.origin, request, 16, 3 * requests);
  const rows: Row[] = [];
  for (const concurrency of concurrencies) {
    const best = contestants.map((): Best => ({ cpu: Number.POSITIVE_INFINITY, requestsPerSecond: 0 }));
    for (let round = 0; round < rounds; round++) {
      for (const [index, contestant] of contestants.entries()) {
        const { cpu, requestsPerSecond } = await measured(contestant, concurrency);
        const known = best[index];
        if (known === undefined) continue;
        known.cpu = Math.min(known.cpu, cpu);
        known.requestsPerSecond = Math.max(known.requestsPerSecond, requestsPerSecond);
      }
    }
    rows.push(...rowsOf(contestants, best, concurrency));
  }
  return rows;
}

async function measured({ server, request }: Contestant, concurrency: number): Promise<Best> {
  const before = await server.usage();
  const start = performance.now();
  await sendMany(server.origin, request, concurrency, requests);
  const seconds = (performance.now() - start) / 1000;
  const after = await server.usage();
  return { cpu: (after.cpu - before.cpu) / requests, requestsPerSecond: requests / seconds };
}

function rowsOf(contestants: readonly Contestant[], best: readonly Best[], concurrency: number): Row[] {
  const yardstick = contestants.at(-1)?.name ?? "";
  const against = best.at(-1);
  return contestants.flatMap(({ name }, index) => {
    const found = best[index];
    if (found === undefined || against === undefined) return [];
    const ratio = (times: number) => (name === yardstick ? {} : { ratios: { [yardstick]: times } });
    const what = `${name}, ${concurrency} at once`;
    return [
      {
        what,
        figure: `${found.requestsPerSecond.toFixed(0)} /s`,
        ...ratio(found.requestsPerSecond / against.requestsPerSecond),
      },
      { what: `${what}, CPU`, figure: `${found.cpu.toFixed(0)} us`, ...ratio(found.cpu / against.cpu) },
    ];
  });
}
