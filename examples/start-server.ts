import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A server with demo data of its own, which are gone when it stops. */
export interface RunningServer {
  /** Where its GraphQL is. */
  readonly endpoint: string;
  stop(): void;
}

/** Starts this repository's server from its sources, on a free port, with data in memory. */
export async function startServer(...flags: readonly string[]): Promise<RunningServer> {
  const program = ["--conditions=source", "--import=tsx", "packages/server/src/main.ts"];
  const server = spawn(process.execPath, [...program, "--port", "0", "--data", ":memory:", ...flags], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
  });
  let said = "";
  server.stderr.on("data", (text) => {
    said += text;
  });
  for await (const text of server.stdout) {
    said += text;
    const [endpoint] = /http:\/\/127\.0\.0\.1:\d+\/graphql/.exec(said) ?? [];
    if (endpoint !== undefined) return { endpoint, stop: () => void server.kill() };
  }
  throw new Error(`the server did not start: ${said}`);
}
