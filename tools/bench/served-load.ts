import { type LoadRequest, sendMany } from "./http-load.ts";
import type { Row } from "./report.ts";
import type { ServerProcess } from "./server-process.ts";

/** A server that is measured, and what it is asked. */
export interface Contestant {
  readonly name: string;
  readonly server: ServerProcess;
  readonly request: LoadRequest;
}

/** The amount of load. */
interface LoadOptions {
  /** Requests in one round. @default 2000 */
  readonly requests?: number;
  /** @default 5 */
  readonly rounds?: number;
  /** The number of contestants, at the end of the list, that are yardsticks. @default 1 */
  readonly yardsticks?: number;
}

/** The numbers of concurrent callers. */
const concurrencies = [1, 16, 64] as const;

/** The figures of one server. */
interface Load {
  readonly requestsPerSecond: number;
  /** The median time of a response, in milliseconds. */
  readonly p50: number;
  /** The 99th percentile of the time of a response, in milliseconds. */
  readonly p99: number;
  /** Microseconds of processor for one request. */
  readonly cpu: number;
}

/**
 * Requests per second, times of answers and processor time per request, at each concurrency, of servers that answer one
 * after the other in each round, so that whatever else the machine does hits all of them; the best round counts. The
 * callers share the machine with the servers, so that processor time says more than requests per second.
 */
export async function measureServed(contestants: readonly Contestant[], options: LoadOptions = {}): Promise<Row[]> {
  const { requests = 2000, rounds = 5, yardsticks = 1 } = options;
  // Until the compiler has seen enough.
  for (const { server, request } of contestants) await sendMany(server.origin, request, 16, 3 * requests);
  const rows: Row[] = [];
  for (const concurrency of concurrencies) {
    const best = new Map<string, Load>();
    for (let round = 0; round < rounds; round++) {
      for (const contestant of contestants) {
        const load = await measured(contestant, concurrency, requests);
        best.set(contestant.name, better(load, best.get(contestant.name)));
      }
    }
    const against = [...best].slice(-yardsticks);
    for (const [name, load] of best) rows.push(...rowsOf(`${name}, ${concurrency} at once`, name, load, against));
  }
  return rows;
}

async function measured({ server, request }: Contestant, concurrency: number, requests: number): Promise<Load> {
  const before = await server.usage();
  const start = performance.now();
  const times = await sendMany(server.origin, request, concurrency, requests);
  const seconds = (performance.now() - start) / 1000;
  const after = await server.usage();
  times.sort((one, other) => one - other);
  const atMost = (part: number) => times[Math.ceil(part * times.length) - 1] ?? Number.NaN;
  return {
    requestsPerSecond: requests / seconds,
    p50: atMost(0.5),
    p99: atMost(0.99),
    cpu: (after.cpu - before.cpu) / requests,
  };
}

function better(one: Load, other: Load = one): Load {
  return {
    requestsPerSecond: Math.max(one.requestsPerSecond, other.requestsPerSecond),
    p50: Math.min(one.p50, other.p50),
    p99: Math.min(one.p99, other.p99),
    cpu: Math.min(one.cpu, other.cpu),
  };
}

function rowsOf(what: string, name: string, load: Load, yardsticks: readonly (readonly [string, Load])[]): Row[] {
  const row = (suffix: string, figure: string, quantity: keyof Load): Row => {
    const others = yardsticks.filter(([yardstick]) => yardstick !== name);
    const ratios = others.map(([yardstick, against]) => [yardstick, load[quantity] / against[quantity]]);
    return { what: what + suffix, figure, ratios: Object.fromEntries(ratios) };
  };
  return [
    row("", `${load.requestsPerSecond.toFixed(0)} /s`, "requestsPerSecond"),
    row(", p50", `${load.p50.toFixed(2)} ms`, "p50"),
    row(", p99", `${load.p99.toFixed(2)} ms`, "p99"),
    row(", CPU", `${load.cpu.toFixed(0)} us`, "cpu"),
  ];
}
