import type { Server } from "node:http";
import { setImmediate as nextTurn } from "node:timers/promises";
import { closed, listening, urlOf } from "@superoffice-soap/http";
import { type NetServerPort, startList, TransportError } from "@superoffice-soap/schema";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import type { GraphQLAppOptions } from "../../src/app-options.ts";
import { graphqlApp } from "../../src/graphql-app.ts";
import { type Answers, recordingNetServer } from "../recording-netserver.ts";

let server: Server | undefined;
afterEach(async () => {
  if (server !== undefined) await closed(server, 0);
  server = undefined;
});

interface Part {
  readonly data?: object | null;
  readonly items?: readonly unknown[] | null;
  readonly path?: readonly (string | number)[];
  readonly errors?: readonly {
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
  readonly incremental?: readonly Part[];
}

/**
 * Starts a server and returns a function that sends it a request over HTTP, as a client that takes parts, and resolves
 * to all parts in a row.
 */
async function servedBy(netServer: NetServerPort, options: Partial<GraphQLAppOptions> = {}) {
  server = await listening(graphqlApp({ netServer, ...options }).fetch, "127.0.0.1", 0);
  const url = `${urlOf(server, "127.0.0.1")}/graphql`;
  const post = (query: string, variables: object = {}) => {
    const headers = { "content-type": "application/json", accept: "multipart/mixed" };
    return fetch(url, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  };
  const ask = async (query: string, variables: object = {}, onBegin?: () => unknown): Promise<Part[]> => {
    const response = await post(query, variables);
    await onBegin?.();
    const parts = (await response.text()).split("\r\n").filter((line) => line.startsWith("{"));
    // The server above writes them.
    return parts.map((part) => JSON.parse(part) as Part).flatMap((part) => [part, ...(part.incremental ?? [])]);
  };
  return { ask, post };
}

async function served(answers: Answers, options: Partial<GraphQLAppOptions> = {}) {
  const netServer = recordingNetServer({ GetAppByName: { ForeignAppId: 1, Name: "erp" }, ...answers });
  return { ...(await servedBy(netServer, options)), netServer };
}

/** Makes lists of a hundred keys, and counts those that are begun and not yet left. */
function countedLists() {
  const count = { begun: 0, open: 0 };
  const list = function* () {
    count.begun++;
    count.open++;
    try {
      for (let index = 0; index < 100; index++) yield { Key: `k${index}` };
    } finally {
      count.open--;
    }
  };
  return { count, list };
}

/** Makes a promise that is resolved by hand. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Makes a `stream` that returns the same list for each call. */
function streamOf(list: () => AsyncIterable<unknown>): NetServerPort["stream"] {
  // This is the only list that the test asks for.
  return (() => startList(list(), false)) as NetServerPort["stream"];
}

const errorsIn = (parts: readonly Part[]) => parts.flatMap(({ errors = [] }) => errors);
const keysOfApp = (selection: string) => `{ foreignApp(name: "erp") { keys { ${selection} } } }`;

describe("a list of which nothing is wanted is not asked for in parts, and not left open, when it is", () => {
  test.each([
    ["skipped", "query", "nodes @stream @skip(if: true) { key }"],
    ["not included", "query", "nodes @stream @include(if: false) { key }"],
    ["not included by a variable", "query($no: Boolean!)", "nodes @stream @include(if: $no) { key }"],
    ["in a fragment that is skipped", "query", "... @skip(if: true) { nodes @stream { key } }"],
    ["spread where that is skipped", "query($no: Boolean!)", "...Nodes @include(if: $no)"],
  ])("%s", async (_how, head, selection) => {
    const { count, list } = countedLists();
    const { ask } = await served({ GetApplicationKeys: list });
    const fragment = selection.startsWith("...N")
      ? "fragment Nodes on ForeignKeyConnection { nodes @stream { key } }"
      : "";
    const query = `${head} ${keysOfApp(`__typename ${selection}`)} ${fragment}`;
    expect(await ask(query, { no: false })).toMatchObject([
      { data: { foreignApp: { keys: { __typename: "ForeignKeyConnection" } } } },
    ]);
    await vi.waitFor(() => expect(count).toEqual({ begun: 1, open: 0 }));
  });
});

test("a list that begins when its answer is over already is not read on", async () => {
  const { count, list } = countedLists();
  const answered = gate();
  const slow = async function* () {
    await answered.opened;
    for (const key of list()) {
      yield key;
      await nextTurn();
    }
  };
  const netServer = recordingNetServer({ GetAppByName: { ForeignAppId: 1, Name: "erp" } });
  const { ask } = await servedBy({ ...netServer, stream: streamOf(slow) });
  const wrong = "wrong: keys(first: 0) { nodes { key } }";
  const right = "... @defer { right: keys { nodes @stream(initialCount: 1) { key } } }";
  expect(await ask(`{ foreignApp(name: "erp") { ${right} ${wrong} } }`)).toMatchObject([
    { data: { foreignApp: null } },
  ]);
  answered.open();
  await vi.waitFor(() => expect(count).toEqual({ begun: 1, open: 0 }));
});

describe("a list that is to wait for less than no items is refused before anything is asked for", () => {
  test.each([
    ["of an operation", `{ applicationKeys(applicationName: "erp") @stream(initialCount: -1) { key } }`],
    ["of a page", keysOfApp("nodes @stream(initialCount: -1) { key }")],
    ["of an object", `{ foreignApp(name: "erp") { devices @stream(initialCount: -1) { name } } }`],
    ["by a variable", `query($n: Int!) { applicationKeys(applicationName: "erp") @stream(initialCount: $n) { key } }`],
    [
      "by a default",
      `query($m: Int = -1) { applicationKeys(applicationName: "erp") @stream(initialCount: $m) { key } }`,
    ],
  ])("%s", async (_where, query) => {
    const onUnexpectedError = vi.fn();
    const { ask, netServer } = await served({}, { onUnexpectedError });
    expect(errorsIn(await ask(query, { n: -1 }))).toMatchObject([
      {
        message: "initialCount must be 0 or more.",
        extensions: { code: "BAD_USER_INPUT", path: ["initialCount"] },
      },
    ]);
    expect(netServer.calls).toEqual([]);
    expect(onUnexpectedError).not.toHaveBeenCalled();
  });
});

describe("a variable that is null where an answer in parts is asked for is refused before anything is asked for", () => {
  test.each([
    ["initialCount", "query($v: Int) { applicationKeys @stream(initialCount: $v) { key } }"],
    ["if", "query($v: Boolean) { applicationKeys @stream(if: $v) { key } }"],
    ["if", "query($v: Boolean) { ... @defer(if: $v) { applicationKeys { key } } }"],
  ])("%s: %s", async (argument, query) => {
    const onUnexpectedError = vi.fn();
    const { ask, netServer } = await served({}, { onUnexpectedError });
    expect(await ask(query, { v: null })).toMatchObject([
      {
        errors: [
          { message: `${argument} must not be null.`, extensions: { code: "BAD_USER_INPUT", path: [argument] } },
        ],
      },
    ]);
    expect(netServer.calls).toEqual([]);
    expect(onUnexpectedError).not.toHaveBeenCalled();
  });
});

test("a null argument in a later part has its code and place too", async () => {
  const { ask } = await served({});
  const query = `query($v: Int) { foreignApp(name: "erp") { name ... @defer { keys(first: $v) { nodes { key } } } } }`;
  expect(errorsIn(await ask(query, { v: null }))).toMatchObject([
    { message: "first must not be null.", extensions: { code: "BAD_USER_INPUT", path: ["first"] } },
  ]);
});

test("the entries of a dictionary come in parts too, though NetServer gives it whole", async () => {
  const { ask } = await served({ GetAllForeignKeysOnEntity: { "erp.d.a": "1", "erp.d.b": null } });
  const parts = await ask(
    `{ allForeignKeysOnEntity(entityType: "contact", entityId: 1) @stream(initialCount: 1) { key value } }`,
  );
  expect(errorsIn(parts)).toEqual([]);
  expect(parts[0]).toMatchObject({ data: { allForeignKeysOnEntity: [{ key: "erp.d.a", value: "1" }] } });
  expect(parts.flatMap(({ items }) => items ?? [])).toEqual([{ key: "erp.d.b", value: null }]);
});

test("a list whose first item comes too late is left when it comes", async () => {
  const { count, list } = countedLists();
  const answered = gate();
  const late = async function* () {
    await answered.opened;
    yield* list();
  };
  const netServer = { ...recordingNetServer(), stream: streamOf(late) };
  const { ask } = await servedBy(netServer, { limits: { timeoutMs: 30 } });
  const parts = await ask('{ applicationKeys(applicationName: "erp") @stream { key } }');
  expect(errorsIn(parts)).toMatchObject([{ extensions: { code: "TIMEOUT" } }]);
  answered.open();
  await vi.waitFor(() => expect(count).toEqual({ begun: 1, open: 0 }));
});

test("a list that fails fails for all who read on", async () => {
  const broken = function* () {
    yield { Key: "k0" };
    yield { Key: "k1" };
    throw new TransportError("gone", { code: "interrupted", url: "http://erp/", retrySafe: true });
  };
  const { ask } = await served({ GetApplicationKeys: broken });
  const selection = "nodes @stream(initialCount: 1) { key } ... @defer { pageInfo { hasNextPage } }";
  const parts = await ask(keysOfApp(`${selection} edges @stream(initialCount: 2) { cursor }`));
  const found = errorsIn(parts).map(({ path, extensions }) => [path?.slice(2).join(), extensions.code]);
  expect(found.sort()).toEqual([
    ["edges,2", "UPSTREAM_UNAVAILABLE"],
    ["nodes,2", "UPSTREAM_UNAVAILABLE"],
    ["pageInfo", "UPSTREAM_UNAVAILABLE"],
  ]);
});

test.each(["nodes", "edges"])(
  "an answer may have very many streamed lists of %s, empty and broken ones",
  async (part) => {
    const devices = Array.from({ length: 1200 }, (_, id) => ({ Name: `${id}`, DeviceIdentifier: "", ForeignAppId: 1 }));
    const list = function* ({ DeviceName }: { DeviceName: string }) {
      if (Number(DeviceName) % 10 !== 0) return;
      yield { Key: "k" };
      throw new TransportError("gone", { code: "interrupted", url: "http://erp/", retrySafe: true });
    };
    const GetAppByName = { ForeignAppId: 1, Name: "erp", Devices: devices };
    const warned = vi.fn();
    process.on("warning", warned);
    const { ask } = await served(
      { GetAppByName, GetDeviceKeysOnDeviceIdentifier: list },
      { limits: { maxCalls: 5000 } },
    );
    const parts = await ask(`{ foreignApp(name: "erp") { devices { keys { ${part} @stream { __typename } } } } }`);
    process.off("warning", warned);
    expect(errorsIn(parts)).toHaveLength(120);
    // So many listeners are no leak, so Node must not warn.
    expect(warned.mock.calls).toEqual([]);
  },
);

test("a list is not made ahead for a client that stops reading, though its items hold streamed lists too", async () => {
  const Mask = ["Select", "Update", "Insert", "Delete"];
  let made = 0;
  const list = function* () {
    while (made < 100_000) yield { Key: `k${made++}`, TableRight: { Mask, Reason: "x".repeat(1000) } };
  };
  const { post } = await served({ GetApplicationKeys: list });
  const selection = "{ key tableRight { reason mask @stream } }";
  const response = await post(`{ applicationKeys(applicationName: "erp") @stream ${selection} }`);
  const reader = response.body!.getReader();
  for (let chunk = 0; chunk < 6; chunk++) await reader.read();
  // Both sides run in this process: when so many turns of its event loop bring no new item, none comes.
  for (let before = -1; made !== before; ) {
    before = made;
    for (let turn = 0; turn < 1000; turn++) await nextTurn();
  }
  // The limit allows for full buffers along the way and for items that are ready to be sent.
  expect(made).toBeLessThan(20_000);
  await reader.cancel();
});

test("a streamed list that is dropped unsent keeps no other one from being sent", async () => {
  let made = 0;
  const dropped = function* () {
    while (made < 1000) yield { Key: `k${made++}` };
  };
  const allMade = () => vi.waitFor(() => expect(made).toBe(1000));
  const broken = async function* () {
    await allMade();
    yield { Key: "k" };
    throw new TransportError("gone", { code: "interrupted", url: "http://erp/", retrySafe: true });
  };
  const later = async function* () {
    await allMade();
    for (let index = 0; index < 2000; index++) yield { Key: `k${index}` };
  };
  const ofErp = [dropped, broken];
  const { ask } = await served({
    GetApplicationKeys: ({ ApplicationName }: { ApplicationName: string }) =>
      ApplicationName === "erp" ? ofErp.shift()?.() : later(),
  });
  const pages = "good: keys(first: 1000) { nodes @stream { key } } wrong: keys(first: 5) { nodes { key } }";
  const parts = await ask(
    `{ foreignApp(name: "erp") { ${pages} } applicationKeys(applicationName: "other") @stream { key } }`,
  );
  expect(parts[0]).toMatchObject({ data: { foreignApp: null } });
  expect(parts.flatMap(({ items }) => items ?? [])).toHaveLength(2000);
});

describe("what is asked for after the first part of an answer", () => {
  const query = '{ applicationKeys(applicationName: "erp") @stream { key record { keyValues { key } } } }';

  /** Makes a list whose second item comes when the test lets it, while time stands still. */
  function keysByHand() {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const { opened, open } = gate();
    const keys = async function* () {
      yield { Key: "k0" };
      await opened;
      yield { Key: "k1", TableName: "contact", RecordId: 2 };
    };
    return { keys, goOn: open };
  }

  test("has the time of a call", async () => {
    const { keys, goOn } = keysByHand();
    const answers = { GetApplicationKeys: keys, GetAllForeignKeysOnEntity: { "erp.d.k": "v" } };
    const { ask } = await served(answers, { limits: { timeoutMs: 100 } });
    const parts = await ask(query, {}, () => {
      vi.advanceTimersByTime(200);
      goOn();
    });
    expect(errorsIn(parts)).toEqual([]);
    expect(parts.flatMap(({ items }) => items ?? [])).toMatchObject([{}, { record: { keyValues: [{}] } }]);
  });

  test("has no more than that, nor than the whole answer has", async () => {
    for (const [limits, ms] of [
      [{ timeoutMs: 100 }, 100],
      [{ timeoutMs: 10_000, streamTimeoutMs: 300 }, 300],
    ] as const) {
      const asked = gate();
      const never = vi.fn(() => {
        asked.open();
        return new Promise(() => {});
      });
      const { keys, goOn } = keysByHand();
      const { ask } = await served({ GetApplicationKeys: keys, GetAllForeignKeysOnEntity: never }, { limits });
      const parts = await ask(query, {}, async () => {
        goOn();
        await asked.opened;
        vi.advanceTimersByTime(ms);
      });
      expect(errorsIn(parts)).toMatchObject([{ extensions: { code: "TIMEOUT" } }]);
      expect(never).toHaveBeenCalledOnce();
      vi.useRealTimers();
      await closed(server!, 0);
    }
  });
});
