import {
  type AgentName,
  type CallContext,
  type NetServerPort,
  type OperationName,
  type ServicesVersion,
  type StreamedList,
  startList,
} from "@superoffice-soap/schema";
import { argumentsOf } from "./call/arguments.ts";
import { failureOf } from "./call/public-error.ts";
import { soException } from "./call/so-exception.ts";
import { type CrmRecords, createCrmRecords } from "./crm/crm-records.ts";
import { demoConnector } from "./demo/demo-data.ts";
import { seedDemo } from "./demo/seed-demo.ts";
import { type Admit, createAdmission, runnableOf } from "./dispatch.ts";
import { createDemoErpConnector } from "./erp-connector/demo-erp/create-demo-erp-connector.ts";
import { createDemoErp, type DemoErp } from "./erp-connector/demo-erp/demo-erp.ts";
import { createErpRuntime, type ErpRuntime } from "./erp-connector/erp-runtime.ts";
import { startPolling } from "./erp-sync/engine/start-polling.ts";
import type { NetServerOptions } from "./options.ts";
import type { Resources } from "./resources.ts";
import { type Settings, settingsOf } from "./settings.ts";
import { goodAccessTokens } from "./sign-in/known-access-token.ts";
import { SignInGuard } from "./sign-in/sign-in-guard.ts";
import { TicketBook } from "./sign-in/ticket-book.ts";
import { findUser, hasUserNamed, hasUserWithPassword, saveUsers } from "./sign-in/user-directory.ts";
import { fixedSetting } from "./store/fixed-setting.ts";
import { openStore } from "./store/open-store.ts";
import type { Store } from "./store/store.ts";
import { unopenable } from "./store/store-error.ts";
import { StoreFileError } from "./store/store-file-error.ts";
import { createTableNumbers, type TableNumbers } from "./store/table-numbers.ts";
import { timestampOf } from "./store/timestamp.ts";

/**
 * A NetServer inside this process. Calls reject with `NetServerError`, and with `SchemaError` for an input with a name
 * that no version of the contract knows.
 */
export interface NetServer extends NetServerPort {
  /** The versions of the contract that it serves. */
  readonly services: readonly ServicesVersion[];
  /** True when the store holds the demo data set, whose user `ADM0` has a blank password, and was opened with it. */
  readonly demo: boolean;
  /** Tells whether this NetServer implements an operation of the contract. */
  implements<A extends AgentName>(agent: A, operation: OperationName<A>): boolean;
  /**
   * A ticket for the user with a login name, without a password: for whoever runs the server, such as a test. Rejects
   * with SoNotFoundException when there is no such user.
   */
  issueTicket(userName: string): Promise<string>;
  /** Resolves to true when the store holds a user who can sign in by what the options accept. */
  hasUsers(): Promise<boolean>;
  /** The CRM records that can be synchronized, which no served agent changes but ErpSync, with values from an ERP. */
  readonly records: CrmRecords;
  /** The ERP in demoErp that the connector at `demo://erp` speaks for. */
  readonly erp: DemoErp;
  /** Asks the store for an answer, for health checks. Rejects when there is none, or when what is written would be lost. */
  checkStore(): Promise<void>;
  /** Writes a copy of its SQLite store to a new file, while in use. Rejects with `StoreError`. */
  backup(file: string): Promise<void>;
  /** Closes the store. Calls that are under way fail. */
  close(): Promise<void>;
}

/**
 * Opens the store, brings it up to date, and answers the calls of all agents over it. Without options it keeps its data
 * in memory and holds the demo data set. Rejects with `StoreError` when the store cannot be used, and with RangeError for
 * options that cannot be meant.
 */
export async function createNetServer(options: NetServerOptions = {}): Promise<NetServer> {
  const settings = settingsOf(options);
  const tables = createTableNumbers(settings.tables);
  const store = await openStore(settings.store, settings.clock(), settings.storeTimeoutMs);
  const resources = await prepare(store, settings, tables).catch(async (cause) => {
    await store.close();
    throw unopenable(cause);
  });
  if (settings.synchronization.polling) startPolling(resources);
  return netServerOver(resources);
}

const collationSetting = { name: "comparison", values: ["ignore-case", "ordinal"] } as const;
const longValuesSetting = { name: "longValues", values: ["whole", "chained"] } as const;

async function prepare(store: Store, settings: Settings, tables: TableNumbers): Promise<Resources> {
  const now = timestampOf(settings.clock());
  // First, since it goes by whether the store has settings.
  const isDemo = await seedDemo(store, settings.demo, now);
  const collation = await fixedSetting(store, collationSetting, settings.foreignSystem.comparison);
  const longValues = await fixedSetting(store, longValuesSetting, settings.foreignSystem.longValues);
  await saveUsers(store, settings.signIn.users, now);
  return {
    store,
    settings,
    demo: settings.demo && isDemo,
    collation,
    longValues,
    tables,
    tickets: new TicketBook(store, settings),
    signIns: new SignInGuard({ clock: settings.clock, schedule: settings.synchronization.schedule }),
    erp: erpRuntimeOver(store, settings),
  };
}

function erpRuntimeOver(store: Store, { synchronization }: Settings): ErpRuntime {
  const { connectors, connectorTimeLimitMs, schedule, log } = synchronization;
  const demoErp = [demoConnector.url, createDemoErpConnector(store)] as const;
  return createErpRuntime({
    connectors: new Map([demoErp, ...Object.entries(connectors)]),
    timeoutMs: connectorTimeLimitMs,
    schedule,
    log,
    tryLock: store.tryLock,
  });
}

function netServerOver(resources: Resources): NetServer {
  const { store, settings, tickets } = resources;
  let closing: Promise<void> | undefined;
  const admit = createAdmission(resources);
  const port = { call: callOver(admit, resources), stream: streamOver(admit, resources) };
  return {
    // The dispatcher finds each implementation by name; `AgentImplementation` has checked the types of every one.
    ...(port as NetServerPort),
    services: settings.services,
    demo: resources.demo,
    implements: (agent, operation) => runnableOf(agent, operation) !== undefined,
    async issueTicket(userName) {
      const user = await findUser(store.db, userName);
      if (user === undefined) throw soException("SoNotFoundException", `There is no user ${JSON.stringify(userName)}.`);
      return tickets.issue(user.id);
    },
    hasUsers: () => canAnybodySignIn(resources),
    records: createCrmRecords(store, settings),
    erp: createDemoErp(store),
    checkStore: () => store.check(),
    backup: (file) => store.backup(file),
    close() {
      closing ??= closed(resources);
      return closing;
    },
  };
}

async function canAnybodySignIn({ store, settings, demo }: Resources): Promise<boolean> {
  const { passwordSignIn, implicitUser, accessTokens } = settings.signIn;
  if (passwordSignIn && (await hasUserWithPassword(store.db, demo ? "accept" : "refuse"))) return true;
  const tokens = goodAccessTokens(accessTokens, settings.clock());
  const names = [...tokens.map(({ user }) => user), ...(implicitUser === null ? [] : [implicitUser])];
  return hasUserNamed(store.db, names);
}

async function closed({ erp, tickets, signIns, store }: Resources): Promise<void> {
  signIns.close();
  await erp.close();
  try {
    await tickets.flush();
  } catch (error) {
    // Without the file there is nothing to keep the uses of tickets in.
    if (!(error instanceof StoreFileError)) throw error;
  } finally {
    await store.close();
  }
}

function callOver(admit: Admit, resources: Resources) {
  return async (agent: AgentName, operation: string, input: unknown, context: CallContext): Promise<unknown> => {
    try {
      throwIfAborted(context);
      const admitted = admit(agent, operation, context);
      // Most are let in at once, and an `await` of what is there already is felt in a look-up.
      const { runnable, caller } = admitted instanceof Promise ? await admitted : admitted;
      const values = argumentsOf(runnable.input, input);
      const result =
        runnable.list === undefined
          ? await runnable.one?.(values, caller, resources)
          : await collect(runnable.list(values, caller, resources));
      return isNilList(result, resources) ? null : result;
    } catch (error) {
      throw failureOf(error, context);
    }
  };
}

function streamOver(admit: Admit, resources: Resources) {
  const emptyIsNil = resources.settings.answers.emptyList === "nil";
  return async (
    agent: AgentName,
    operation: string,
    input: unknown,
    context: CallContext,
  ): Promise<StreamedList<unknown>> => {
    try {
      throwIfAborted(context);
      const { runnable, caller } = await admit(agent, operation, context);
      const values = argumentsOf(runnable.input, input);
      if (runnable.list !== undefined) {
        const items = runnable.list(values, caller, resources);
        return await startList(failingPublicly(items, context), emptyIsNil);
      }
      // Short lists are made as a whole.
      const items = await runnable.one?.(values, caller, resources);
      if (items === null || isNilList(items, resources)) return { nil: true };
      return { nil: false, items: oneByOne(Array.isArray(items) ? items : []) };
    } catch (error) {
      throw failureOf(error, context);
    }
  };
}

/** The items; an error among them is one that callers may be told. */
async function* failingPublicly<T>(items: AsyncIterable<T>, context: CallContext): AsyncGenerator<T, void, void> {
  try {
    // Without a look at each, which is felt in long lists.
    yield* items;
  } catch (error) {
    throw failureOf(error, context);
  }
}

async function* oneByOne<T>(items: readonly T[]): AsyncGenerator<T, void, void> {
  yield* items;
}

/** Tells whether a result is a list without items that is answered as nil. */
function isNilList(result: unknown, { settings }: Resources): boolean {
  return Array.isArray(result) && result.length === 0 && settings.answers.emptyList === "nil";
}

// A signal behind a getter is made when it is asked for, at some cost, so whoever needs it asks for it.
function throwIfAborted(context: CallContext): void {
  const given: AbortSignal | undefined = Object.getOwnPropertyDescriptor(context, "signal")?.value;
  given?.throwIfAborted();
}

async function collect(items: AsyncIterable<unknown>): Promise<unknown[]> {
  const collected: unknown[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
