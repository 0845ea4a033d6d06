import { spawn } from "node:child_process";
import { bundledProgram } from "../test-support/bundled-program.ts";

/** A server with demo data of its own, which are gone when it stops. */
export interface RunningServer {
  /** The address of its GraphQL endpoint. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Starts this repository's server, bundled from its sources, on a free port, with data in memory. */
export async function startServer(...flags: readonly string[]): Promise<RunningServer> {
  const program = await bundledProgram(new URL("../packages/server/src/main.ts", import.meta.url));
  const server = spawn(process.execPath, [program.path, "--port", "0", "--data", ":memory:", ...flags]);
  const stop = async () => {
    server.kill();
    await program.remove();
  };
  let said = "";
  server.stderr.on("data", (text) => {
    said += text;
  });
  for await (const text of server.stdout) {
    said += text;
    const [endpoint] = /http:\/\/127\.0\.0\.1:\d+\/graphql/.exec(said) ?? [];
    if (endpoint !== undefined) return { endpoint, stop };
  }
  await program.remove();
  throw new Error(`the server did not start: ${said}`);
}
