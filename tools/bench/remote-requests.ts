import { compiledScript } from "./compiled-script.ts";
import { keyQuery, requestOf, startFloor } from "./graphql-requests.ts";
import { keyPath } from "./key-lookup.ts";
import { meshKeyQuery } from "./mesh-schema.ts";
import type { Benchmark } from "./report.ts";
import { type Contestant, measureServed } from "./served-load.ts";
import { startServerProcess } from "./server-process.ts";

const upstreamChild = new URL("soap-child.ts", import.meta.url);
const remoteChild = new URL("remote-child.ts", import.meta.url);
const meshChild = new URL("mesh-child.ts", import.meta.url);

/** One key looked up over HTTP in a NetServer that is asked by SOAP and always has the same answer. */
export const remoteRequests: Benchmark = {
  name: "remote-requests",
  title:
    "a key over GraphQL, remote, next to plain Yoga on Hono with a constant, and GraphQL Mesh over the same upstream",
  run: async () => {
    const upstream = await startServerProcess(compiledScript(upstreamChild), "constant");
    const contestants = [await startRemote(`${upstream.origin}/Remote`), await startFloor()];
    const mesh = await startMesh(upstream.origin + keyPath);
    if (mesh !== undefined) contestants.push(mesh);
    try {
      return await measureServed(contestants, { yardsticks: contestants.length - 1 });
    } finally {
      for (const { server } of contestants) await server.stop();
      await upstream.stop();
    }
  },
};

async function startRemote(upstream: string): Promise<Contestant> {
  const request = requestOf(keyQuery);
  const headers = { ...request.headers, authorization: "SOTicket 7T:none" };
  const server = await startServerProcess(compiledScript(remoteChild), upstream);
  return { name: "remote", server, request: { ...request, headers } };
}

/** Mesh, unless it does not start; then a line says so. */
async function startMesh(address: string): Promise<Contestant | undefined> {
  try {
    return {
      name: "Mesh",
      server: await startServerProcess(compiledScript(meshChild), address),
      request: requestOf(meshKeyQuery),
    };
  } catch {
    console.log("  GraphQL Mesh could not be started, so it is left out");
    return undefined;
  }
}
