import { request } from "node:http";
import { setTimeout } from "node:timers/promises";
import { type ServerProcess, startServerProcess } from "../bench/server-process.ts";
import type { LoadOptions, Outcome } from "./commands.ts";
import { callsOfHostileAnswers } from "./hostile-answers.ts";
import { type HostileRequest, hostileRequests, hostileRequestsWith } from "./hostile-requests.ts";

const script = new URL("./hostile-child.ts", import.meta.url);
const upstreamScript = new URL("./hostile-upstream-child.ts", import.meta.url);

/** The number of requests of a kind that are sent together. */
const together = 200;

/** The memory above rest that the server may take, in MiB, and the time that `/healthz` may. */
const mostMebibytes = 300;
const mostHealthMs = 1000;

/** The bytes that a client takes of one answer before it leaves. */
const mostTaken = 16 * 2 ** 20;

/** The observations of the server while requests of one kind were answered. */
interface Seen {
  readonly statuses: ReadonlyMap<string, number>;
  readonly slowestHealthMs: number;
  readonly peakRss: number;
}

/**
 * Sends 200 requests of each kind that costs more than it should, together, of callers who have not signed in and of
 * callers who have; and 200 calls that an upstream answers so. The server must stay alive, its memory bounded, and
 * `/healthz` be answered within a second all the while.
 */
export async function hostile({ store = ":memory:" }: LoadOptions): Promise<Outcome> {
  const own = await attacked(await startServerProcess(script, store), ({ ticket = "" }) => [
    ...hostileRequests(),
    ...hostileRequestsWith(ticket),
  ]);
  const upstream = await startServerProcess(upstreamScript);
  const outcomes = [own];
  // One for each kind: an upstream that fails so is not called for a while afterwards.
  for (const kind of callsOfHostileAnswers("7T:of-the-upstream")) {
    const gateway = await startServerProcess(script, ":memory:", `${upstream.origin}/Remote`);
    outcomes.push(await attacked(gateway, () => [kind]));
  }
  await upstream.stop();
  return {
    lines: outcomes.flatMap(({ lines }) => lines),
    faults: outcomes.flatMap(({ faults }) => faults),
  };
}

/** Sends requests of all kinds to a server, one kind after the other, and stops it. */
async function attacked(
  server: ServerProcess,
  kindsFor: (server: ServerProcess) => readonly HostileRequest[],
): Promise<Outcome> {
  const lines: string[] = [];
  const faults: string[] = [];
  const { rss: atRest } = await server.usage();
  for (const kind of kindsFor(server)) {
    const start = performance.now();
    const { cpu: before } = await server.usage();
    const { statuses, slowestHealthMs, peakRss } = await attack(server, kind);
    if (server.ended()) return { lines, faults: [...faults, `${kind.name} ended the server`] };
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const { cpu } = await server.usage();
    const more = (peakRss - atRest) / 2 ** 20;
    const answers = [...statuses].map(([status, times]) => `${times} x ${status}`).join(", ");
    lines.push(
      `${kind.name} (${kind.body.length} bytes): ${answers}; ${seconds} s, ${((cpu - before) / 1e6).toFixed(1)} s CPU, ` +
        `+${more.toFixed(0)} MiB, /healthz ${slowestHealthMs.toFixed(0)} ms`,
    );
    if (more > mostMebibytes) faults.push(`${kind.name} took ${more.toFixed(0)} MiB`);
    if (slowestHealthMs > mostHealthMs)
      faults.push(`/healthz took ${slowestHealthMs.toFixed(0)} ms beside ${kind.name}`);
  }
  await server.stop();
  return { lines, faults };
}

async function attack(server: ServerProcess, kind: HostileRequest): Promise<Seen> {
  const statuses = new Map<string, number>();
  let isOver = false;
  let slowestHealthMs = 0;
  let peakRss = 0;
  const watch = async () => {
    while (!isOver && !server.ended()) {
      const start = performance.now();
      await fetch(`${server.origin}/healthz`).catch(() => undefined);
      slowestHealthMs = Math.max(slowestHealthMs, performance.now() - start);
      peakRss = Math.max(peakRss, (await server.usage()).rss);
      await setTimeout(50);
    }
  };
  const watching = watch();
  const answers = await Promise.all(Array.from({ length: together }, () => statusOf(server.origin, kind)));
  isOver = true;
  await watching;
  for (const status of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  return { statuses, slowestHealthMs, peakRss };
}

/** The status that a request is answered with, or how the connection broke. */
function statusOf(origin: string, { path, headers, body }: HostileRequest): Promise<string> {
  return new Promise((resolve) => {
    const sent = request(`${origin}${path}`, {
      method: "POST",
      headers: { ...headers, "Content-Length": body.length },
    });
    sent.on("response", (response) => {
      const { statusCode } = response;
      let bytes = 0;
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > mostTaken) response.destroy();
      });
      response.on("error", () => undefined).on("close", () => resolve(String(statusCode)));
    });
    sent.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "broken off"));
    sent.end(body);
  });
}
