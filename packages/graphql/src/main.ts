#!/usr/bin/env node
import { isAbsolute, resolve } from "node:path";
import { StoreError } from "@superoffice-soap/netserver";
import { graphqlPath } from "./app.ts";
import { help, parseCommandLine, type ServerSettings, UsageError } from "./command-line.ts";
import { reportFault } from "./fault-report.ts";
import { readPersistedDocuments, readUsers } from "./json-file.ts";
import { type RunningServer, startServer } from "./server.ts";

const exitCodes = { failure: 1, usage: 2 } as const;

try {
  const settings = parseCommandLine(process.argv.slice(2));
  if (settings === "help") process.stdout.write(help);
  else await run(settings);
} catch (error) {
  process.exitCode = error instanceof UsageError ? exitCodes.usage : exitCodes.failure;
  const line = explanation(error);
  if (line === undefined) reportFault(error);
  else process.stderr.write(`superoffice-soap: ${line}\n`);
}

async function run(settings: ServerSettings): Promise<void> {
  const { usersFile, documentsFile, introspection, ...others } = settings;
  const production = process.env.NODE_ENV === "production";
  const server = await startServer({
    ...others,
    production,
    ...(introspection && { introspection }),
    ...(usersFile !== undefined && { users: await readUsers(usersFile) }),
    ...(documentsFile !== undefined && { persistedDocuments: await readPersistedDocuments(documentsFile) }),
  });
  process.stdout.write(greeting(server, settings, production));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop(server));
}

async function stop(server: RunningServer): Promise<void> {
  try {
    await server.close();
  } catch (error) {
    reportFault(error);
    process.exitCode = exitCodes.failure;
  }
}

function greeting(
  { url, developmentUser }: RunningServer,
  { services, store, upstream }: ServerSettings,
  production: boolean,
): string {
  const lines = [
    `GraphQL  ${url}${graphqlPath} (${services}${production ? "" : "; in a browser: GraphiQL"})`,
    `SOAP     ${url}/Remote/${services}/ForeignSystem.svc`,
    upstream === undefined ? `Data     ${placeOf(store)}` : `Upstream ${upstream}`,
  ];
  if (developmentUser !== undefined) {
    const { userName } = developmentUser;
    lines.push(
      `Development sign-in: requests from this machine without credentials run as ${userName}. --users turns it off.`,
    );
  }
  return `${lines.join("\n")}\n`;
}

function placeOf(store: string): string {
  if (store === ":memory:") return "in memory, kept until the program ends";
  // A PostgreSQL URL may hold a password.
  if (store.includes("://")) return "PostgreSQL";
  return isAbsolute(store) ? store : resolve(store);
}

/** What went wrong, in one line, when it is something that the person who started the program can mend. */
function explanation(error: unknown): string | undefined {
  if (error instanceof UsageError || error instanceof StoreError) return error.message;
  const { code, port, address, syscall } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  if (syscall !== "listen") return undefined;
  if (code === "EADDRINUSE") return `port ${port} on ${address} is taken; choose another with --port.`;
  return `cannot listen on ${address} port ${port}: ${code}.`;
}
