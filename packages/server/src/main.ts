import { isAbsolute, resolve } from "node:path";
import { graphqlPath } from "@superoffice-soap/graphql";
import { StoreError } from "@superoffice-soap/netserver";
import { productVersion } from "@superoffice-soap/schema";
import { help } from "./configuration/help.ts";
import { type ReadSettings, readSettings } from "./configuration/read-settings.ts";
import { serverOptionsOf } from "./configuration/resolve-server-options.ts";
import type { SettingValues } from "./configuration/settings.ts";
import { UsageError } from "./configuration/usage-error.ts";
import { printErrorReport } from "./observability/error-report.ts";
import { createServerLog, type ServerLog } from "./observability/server-log.ts";
import { type RunningServer, startServer } from "./server.ts";

const exitCodes = { failure: 1, usage: 2 } as const;

try {
  const settings = readSettings({ args: process.argv.slice(2), environment: process.env });
  if (settings === "help") process.stdout.write(help);
  else if (settings === "version") process.stdout.write(`${productVersion}\n`);
  else await run(settings);
} catch (error) {
  process.exitCode = error instanceof UsageError ? exitCodes.usage : exitCodes.failure;
  const line = explanation(error);
  if (line === undefined) printErrorReport(error);
  else process.stderr.write(`superoffice-soap: ${line}\n`);
}

async function run(settings: ReadSettings): Promise<void> {
  const production = process.env.NODE_ENV === "production";
  const { values } = settings;
  const log = createServerLog(values.logLevel);
  // Node would print the message, and the message may hold a secret.
  process.on("uncaughtException", (error) => {
    log.fault(error);
    process.exit(exitCodes.failure);
  });
  const server = await startServer({ ...serverOptionsOf(settings, production), log }).catch((error: unknown) => {
    throw asSettingError(error, settings);
  });
  // A terminal that closes sends SIGHUP, which would end the program in the middle of its requests.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => void stop(server, log));
  process.stdout.write(greeting(server, values, production));
}

async function stop(server: RunningServer, log: ServerLog): Promise<void> {
  try {
    await server.close();
  } catch (error) {
    log.fault(error);
    process.exitCode = exitCodes.failure;
  }
}

function greeting({ url, developmentUser }: RunningServer, settings: SettingValues, production: boolean): string {
  const { services, upstream, tenants } = settings;
  const site = tenants === null || upstream !== null ? url : `${url}/TENANT`;
  const lines = [
    `superoffice-soap ${productVersion}`,
    `GraphQL  ${site}${graphqlPath} (${services}${production ? "" : "; in a browser: GraphiQL"})`,
    `SOAP     ${site}/Remote/${services}/ForeignSystem.svc`,
    sourceOf(settings),
  ];
  if (developmentUser !== undefined) {
    const { userName } = developmentUser;
    lines.push(
      `Development sign-in: requests from this machine without credentials run as ${userName}. --users turns it off.`,
    );
  }
  return `${lines.join("\n")}\n`;
}

/** Returns the line that says what is served: an upstream, tenants or the store. */
function sourceOf({ data, upstream, tenants }: SettingValues): string {
  if (upstream !== null) return `Upstream ${upstream}`;
  return tenants === null ? `Data     ${placeOf(data)}` : `Tenants  ${tenants}`;
}

function placeOf(store: string): string {
  if (store === ":memory:") return "in memory, kept until the program ends";
  // A PostgreSQL URL may hold a password.
  if (store.includes("://")) return "PostgreSQL";
  return isAbsolute(store) ? store : resolve(store);
}

/**
 * Returns an error of starting as one of the setting that it is about: of the behaviour file where its options are
 * invalid.
 */
function asSettingError(error: unknown, { values: { behaviour }, places }: ReadSettings): unknown {
  if (error instanceof StoreError) {
    return new StoreError(`${places.get("data") ?? "--data"}: ${error.message}`, { cause: error });
  }
  if (!(error instanceof RangeError) || behaviour === null) return error;
  return new UsageError(`${behaviour}: ${error.message}.`);
}

/** Returns the failure in one line when the person who started the program can mend it; otherwise `undefined`. */
function explanation(error: unknown): string | undefined {
  if (error instanceof UsageError || error instanceof StoreError) return error.message;
  const { code, port, address, hostname, syscall } = error as NodeJS.ErrnoException & Partial<Endpoint>;
  if (syscall === "getaddrinfo") return `there is no host ${hostname} to listen on; choose another with --host.`;
  if (syscall !== "listen") return undefined;
  if (code === "EADDRINUSE") return `port ${port} on ${address} is taken; choose another with --port.`;
  if (code === "EACCES") return `port ${port} on ${address} is not for this user; choose another with --port.`;
  // Node leaves a port of 0 out.
  return `cannot listen on ${address}${port === undefined ? "" : ` port ${port}`}: ${code}; choose another with --host.`;
}

/** The properties that Node adds to an error of listening. */
interface Endpoint {
  readonly port: number;
  readonly address: string;
  readonly hostname: string;
}
