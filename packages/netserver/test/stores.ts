import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, describe } from "vitest";
import { createNetServer, type NetServer, type NetServerOptions } from "../src/index.ts";

const postgresUrl = process.env.SUPEROFFICE_SOAP_TEST_POSTGRES;

/** Stores that belong to one test and are gone after it. */
export interface FreshStores {
  readonly engine: "sqlite" | "postgres";
  /** The place of a new, empty store that outlives the servers over it. */
  place(): Promise<string>;
  /** A server, by default over a new store; closed after the test. */
  netServer(options?: NetServerOptions): Promise<NetServer>;
}

/** Runs a suite on SQLite, and on PostgreSQL when there is one to test with. */
export function describeOnEachStore(name: string, suite: (stores: FreshStores) => void): void {
  describe(`${name} on SQLite`, () => suite(freshStores("sqlite", temporaryDirectory)));
  describe.skipIf(postgresUrl === undefined)(`${name} on PostgreSQL`, () =>
    suite(freshStores("postgres", temporarySchema)),
  );
}

/** Runs a suite that needs both engines at once, when there is a PostgreSQL to test with. */
export function describeOnBothStores(name: string, suite: (stores: readonly FreshStores[]) => void): void {
  describe.skipIf(postgresUrl === undefined)(`${name} on SQLite and PostgreSQL`, () =>
    suite([freshStores("sqlite", temporaryDirectory), freshStores("postgres", temporarySchema)]),
  );
}

type Disposal = () => Promise<unknown>;
type MakePlace = (dispose: (disposal: Disposal) => void) => Promise<string>;

function freshStores(engine: FreshStores["engine"], makePlace: MakePlace): FreshStores {
  const disposals: Disposal[] = [];
  afterEach(async () => {
    // The newest first: servers are closed before their stores are removed.
    for (const disposal of disposals.splice(0).reverse()) await disposal();
  });
  const place = () => makePlace((disposal) => disposals.push(disposal));
  return {
    engine,
    place,
    async netServer(options = {}) {
      const store = options.store ?? (engine === "sqlite" ? ":memory:" : await place());
      // Most of these connectors fail on purpose.
      const synchronization = { log: () => undefined, ...options.synchronization };
      const netServer = await createNetServer({ ...options, store, synchronization });
      disposals.push(() => netServer.close().catch(() => undefined));
      return netServer;
    },
  };
}

async function temporaryDirectory(dispose: (disposal: Disposal) => void): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "netserver-"));
  dispose(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

async function temporarySchema(dispose: (disposal: Disposal) => void): Promise<string> {
  const schema = `test_${randomUUID().replaceAll("-", "")}`;
  await runSql(`create schema ${schema}`);
  dispose(() => runSql(`drop schema ${schema} cascade`));
  const url = new URL(postgresUrl ?? "");
  url.searchParams.set("options", `-c search_path=${schema}`);
  return url.href;
}

async function runSql(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
