import { createHook } from "node:async_hooks";
import type { CallContext } from "@superoffice-soap/schema";
import { expect, onTestFinished, test } from "vitest";
import type { NetServer, Schedule } from "../../src/index.ts";
import { createNetServer } from "../../src/index.ts";
import { SignInGuard } from "../../src/sign-in/sign-in-guard.ts";
import { exception } from "../callers.ts";

const home = "192.0.2.1";
const elsewhere = "198.51.100.7";

/** A clock that is moved by those who wait for it, and the waits. */
function virtualTime() {
  let nowMs = Date.parse("2024-03-09T00:00:00Z");
  const waits: number[] = [];
  const schedule: Schedule = (work, delayMs) => {
    waits.push(delayMs);
    const dueMs = nowMs + delayMs;
    setImmediate(() => {
      nowMs = Math.max(nowMs, dueMs);
      work();
    });
    return () => undefined;
  };
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { waits, schedule, pass, clock: () => new Date(nowMs), nowMs: () => nowMs };
}

/** A clock that stands still: whatever has to wait waits until it is let go. */
function standingTime() {
  const due: (() => void)[] = [];
  const schedule: Schedule = (work) => {
    due.push(work);
    return () => void due.splice(due.indexOf(work), 1);
  };
  return { due, schedule, clock: () => new Date("2024-03-09T00:00:00Z") };
}

function guardOver({ clock, schedule }: { readonly clock: () => Date; readonly schedule: Schedule }) {
  const guard = new SignInGuard({ clock, schedule });
  onTestFinished(() => guard.close());
  let checks = 0;
  const attempt = (userKey: string, address: string | undefined, isRight = false, signal?: AbortSignal) => {
    const check = async () => {
      checks++;
      return isRight ? userKey : undefined;
    };
    return guard.attempt({ userKey, address, signal, check });
  };
  return { guard, attempt, checks: () => checks };
}

const tooMany = exception("SoTooManySignInsException", /^Too many sign-ins/);
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("three wrong passwords cost nothing; each further one doubles the wait, up to half a minute", async () => {
  const time = virtualTime();
  const { attempt } = guardOver(time);
  for (let guess = 0; guess < 10; guess++) expect(await attempt("EVA", home)).toBeUndefined();
  expect(time.waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
});

test("the wait begins with the last failure, so that whoever comes later waits no more", async () => {
  const time = virtualTime();
  const { attempt } = guardOver(time);
  for (let guess = 0; guess < 4; guess++) await attempt("EVA", home);
  time.pass(1500);
  await attempt("EVA", home);
  expect(time.waits).toEqual([1000, 500]);
});

test("the right password starts the count anew", async () => {
  const time = virtualTime();
  const { attempt } = guardOver(time);
  for (let guess = 0; guess < 3; guess++) await attempt("EVA", home);
  expect(await attempt("EVA", home, true)).toBe("EVA");
  for (let guess = 0; guess < 3; guess++) await attempt("EVA", home);
  expect(time.waits).toEqual([1000]);
});

test("guesses that are sent together wait as long as one after the other", async () => {
  const time = virtualTime();
  const { attempt } = guardOver(time);
  const began = time.nowMs();
  await Promise.all(Array.from({ length: 20 }, () => attempt("EVA", home)));
  expect(time.nowMs() - began).toBeGreaterThan(6 * 60_000);
});

test("nobody keeps the right password out from another address for more than a second", async () => {
  const time = virtualTime();
  const { attempt } = guardOver(time);
  for (let guess = 0; guess < 100; guess++) await attempt("EVA", home);
  const began = time.nowMs();
  expect(await attempt("EVA", elsewhere, true)).toBe("EVA");
  expect(time.nowMs() - began).toBeLessThanOrEqual(1000);
});

test("one address that guesses at many users is slowed down as well, and so is a network of 64 bits", async () => {
  for (const addressOf of [() => home, (guess: number) => `2001:db8::${guess.toString(16)}`]) {
    const time = virtualTime();
    const { attempt } = guardOver(time);
    for (let guess = 0; guess < 30; guess++) await attempt(`USER${guess}`, addressOf(guess));
    expect(time.waits).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000, 10_000, 10_000]);
  }
});

test("callers in process have no address, and wait for the user alone", async () => {
  const time = virtualTime();
  const { attempt } = guardOver(time);
  for (let guess = 0; guess < 16; guess++) await attempt("EVA", undefined);
  expect(time.waits).toEqual([100, 200, 400, 800, 1000, 1000]);
});

test("a count is forgotten a quarter of an hour after the last failure, and a clock set back delays nobody", async () => {
  const time = virtualTime();
  const { attempt } = guardOver(time);
  for (let guess = 0; guess < 3; guess++) await attempt("EVA", home);
  time.pass(15 * 60_000);
  await attempt("EVA", home);
  for (let guess = 0; guess < 2; guess++) await attempt("EVA", home);
  time.pass(-3_600_000);
  await attempt("EVA", home);
  expect(time.waits).toEqual([1000]);
});

test("of 150 attempts of one network that wait, those beyond 100 are refused; another network's goes on", async () => {
  const time = standingTime();
  const { attempt } = guardOver(time);
  for (let guess = 0; guess < 3; guess++) await attempt("EVA", home);
  const waiting = Array.from({ length: 150 }, () => attempt("EVA", home).catch((error: unknown) => error));
  const refused = await Promise.all(waiting.slice(100));
  for (const error of refused) expect(error).toMatchObject(tooMany);
  expect(await attempt("OLE", elsewhere, true)).toBe("OLE");
});

test("whoever gives up leaves the queue, and the next one gets the turn", async () => {
  const time = standingTime();
  const { attempt, checks } = guardOver(time);
  for (let guess = 0; guess < 3; guess++) await attempt("EVA", home);
  const [first, second] = [new AbortController(), new AbortController()];
  const [waiting, behind, last] = [
    attempt("EVA", home, false, first.signal),
    attempt("EVA", home, false, second.signal),
    attempt("EVA", home, true),
  ];
  second.abort(new Error("gone"));
  await expect(behind).rejects.toThrow("gone");
  first.abort(new Error("gone too"));
  await expect(waiting).rejects.toThrow("gone too");
  await turn();
  expect(checks()).toBe(3);
  for (const work of time.due.splice(0)) work();
  expect(await last).toBe("EVA");
});

test("passwords are compared two at a time, in the order in which they came", async () => {
  const { guard } = guardOver(virtualTime());
  const [order, ends]: [number[], (() => void)[]] = [[], []];
  const attempts = Array.from({ length: 6 }, (_, index) =>
    guard.attempt({
      userKey: `USER${index}`,
      address: `198.51.100.${index}`,
      signal: undefined,
      check: async () => {
        order.push(index);
        await new Promise<void>((resolve) => ends.push(resolve));
        return index;
      },
    }),
  );
  for (let finished = 0; finished < 6; finished += 2) {
    await turn();
    expect(order).toHaveLength(finished + 2);
    for (const end of ends.splice(0)) end();
  }
  expect(await Promise.all(attempts)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(order).toEqual([0, 1, 2, 3, 4, 5]);
});

test("a server that closes ends the sign-ins that wait", async () => {
  const time = standingTime();
  const { guard, attempt } = guardOver(time);
  for (let guess = 0; guess < 3; guess++) await attempt("EVA", home);
  const waiting = attempt("EVA", home);
  await turn();
  guard.close();
  await expect(waiting).rejects.toMatchObject(exception("SoException", "The server is closing."));
  expect(time.due).toEqual([]);
});

async function evasServer(time: { readonly clock: () => Date; readonly schedule: Schedule }) {
  const users = [{ name: "Eva", password: "right" }];
  const server = await createNetServer({ users, clock: time.clock, synchronization: { schedule: time.schedule } });
  onTestFinished(() => server.close());
  return server;
}

const signIn = (server: NetServer, UserName: string, Password: string, clientAddress?: string) => {
  const context: CallContext = { services: "Services88", ...(clientAddress && { clientAddress }) };
  return server.call("SoPrincipal", "AuthenticateUsernamePassword", { UserName, Password }, context);
};

test("a user has one count however the name is spelled, also a user who does not exist", async () => {
  const time = virtualTime();
  const server = await evasServer(time);
  for (const name of ["eva", "EVA", " Eva ", "eVA"]) await signIn(server, name, "wrong", home);
  expect(time.waits).toEqual([1000]);
  for (const name of ["ole", "OLE", " Ole ", "oLE"]) await signIn(server, name, "wrong", home);
  expect(time.waits).toEqual([1000, 1000]);
  expect(await signIn(server, "Eva", "right", elsewhere)).toMatchObject({ AuthenticationSucceeded: true });
});

test("a refused sign-in costs one hash, whether the user exists and whether there is a password", async () => {
  const server = await evasServer(virtualTime());
  let hashes = 0;
  const hook = createHook({
    init: (_id, type) => {
      if (type === "SCRYPTREQUEST") hashes++;
    },
  }).enable();
  onTestFinished(() => void hook.disable());
  for (const [name, password] of [
    ["eva", "wrong"],
    ["eva", ""],
    ["ole", "wrong"],
    ["ole", ""],
  ] as const) {
    hashes = 0;
    expect(await signIn(server, name, password)).toMatchObject({ AuthenticationSucceeded: false });
    expect(hashes, `${name} with "${password}"`).toBe(1);
  }
});
