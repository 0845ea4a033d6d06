import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compiledScript } from "./compiled-script.ts";
import type { LoadRequest } from "./http-load.ts";
import { lookup } from "./key-lookup.ts";
import type { Benchmark } from "./report.ts";
import { type Contestant, measureServed } from "./served-load.ts";
import { startServerProcess } from "./server-process.ts";

const child = new URL("graphql-child.ts", import.meta.url);

/** One key looked up over HTTP in a SQLite file, signed in as the development user; next to Yoga with a constant. */
export const graphqlRequests: Benchmark = {
  name: "graphql-requests",
  title: "a key over GraphQL, embedded, next to plain Yoga on Hono with a constant",
  run: async () => {
    const directory = await mkdtemp(join(tmpdir(), "netserver-bench-"));
    const contestants = [await contestant("embedded", requestOf(keyQuery), directory), await startFloor()];
    try {
      return await measureServed(contestants);
    } finally {
      for (const { server } of contestants) await server.stop();
      await rm(directory, { recursive: true });
    }
  },
};

const names = Object.entries(lookup).map(
  ([name, value]) => `${name[0]?.toLowerCase()}${name.slice(1)}: ${JSON.stringify(value)}`,
);

/** The look-up of the key. */
export const keyQuery = `{ keyOnDeviceIdentifier(${names.join(", ")}) { value } }`;

/** A query as a request whose answer holds the value of the key that is looked up. */
export function requestOf(query: string): LoadRequest {
  return {
    path: "/graphql",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ query }),
    expected: '"value":"10042"',
  };
}

/** Yoga with a constant. */
export function startFloor(): Promise<Contestant> {
  return contestant("floor", requestOf("{ key { value } }"));
}

async function contestant(name: string, request: LoadRequest, ...args: string[]): Promise<Contestant> {
  return { name, request, server: await startServerProcess(compiledScript(child), name, ...args) };
}
