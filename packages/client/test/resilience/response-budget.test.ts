import fc from "fast-check";
import { expect, test } from "vitest";
import { ResponseBudget, type ResponseLease } from "../../src/resilience/response-budget.ts";
import { stopClock } from "../stop-clock.ts";

/** A lease with one user, and how its last request for room went. */
function used(budget: ResponseBudget) {
  const lease = budget.lease();
  lease.enter();
  let state = "";
  const take = (bytes: number): void => {
    state = "waiting";
    const taken = lease.take(bytes);
    if (taken === undefined) state = "taken";
    else
      taken.then(
        () => {
          state = "taken";
        },
        (error: { code: string }) => {
          state = error.code;
        },
      );
  };
  return { lease, take, state: () => state };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("one lease at a time goes beyond the shared half, and the oldest of those that wait goes on first", async () => {
  const budget = new ResponseBudget({ maxBytes: 100 });
  const [first, second, third, fourth] = [used(budget), used(budget), used(budget), used(budget)];
  for (const { take } of [first, second]) take(25);
  fourth.take(10);
  expect(fourth.state()).toBe("taken");
  third.take(10);
  second.take(10);
  const states = () => [second, third, fourth].map(({ state }) => state());
  expect(states()).toEqual(["waiting", "waiting", "taken"]);
  fourth.take(80);
  expect([fourth.state(), budget.heldBytes]).toEqual(["taken", 140]);
  fourth.lease.leave();
  await settled();
  expect([...states(), budget.heldBytes]).toEqual(["taken", "waiting", "taken", 60]);
  second.lease.leave();
  await settled();
  expect([...states(), budget.heldBytes]).toEqual(["taken", "taken", "taken", 35]);
});

test("a lease that would hold more than the budget is refused, alone as it is", async () => {
  const { take, state, lease } = used(new ResponseBudget({ maxBytes: 100 }));
  take(100);
  expect(state()).toBe("taken");
  take(1);
  await settled();
  expect(state()).toBe("response_too_large");
  lease.give(60);
  take(60);
  expect(state()).toBe("taken");
});

test("a lease that gets no room in time is refused, and holds what it held", async () => {
  const clock = stopClock();
  const budget = new ResponseBudget({ maxBytes: 100, waitMs: 10 });
  const [first, second] = [used(budget), used(budget)];
  first.take(90);
  second.take(1);
  clock.advance(9);
  await settled();
  expect(second.state()).toBe("waiting");
  clock.advance(1);
  await settled();
  expect([second.state(), budget.heldBytes]).toEqual(["overloaded", 90]);
});

test("bytes are given back when the last user has left, and whoever waits for more is refused", async () => {
  const budget = new ResponseBudget({ maxBytes: 100 });
  const [first, second] = [used(budget), used(budget)];
  first.take(90);
  second.lease.enter();
  second.take(1);
  second.lease.leave();
  first.lease.enter();
  first.lease.leave();
  await settled();
  expect([second.state(), budget.heldBytes]).toEqual(["waiting", 90]);
  second.lease.leave();
  first.lease.leave();
  await settled();
  expect([second.state(), budget.heldBytes]).toEqual(["overloaded", 0]);
});

test("readers of any sizes all come to their end, hold no more than the bound, and leave nothing behind", async () => {
  const sizes = fc.array(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 5 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), sizes, async (scheduler, readers) => {
      const budget = new ResponseBudget({ maxBytes: 150, waitMs: 2 ** 31 - 1 });
      let peak = 0;
      const read = async (lease: ResponseLease, chunks: readonly number[]) => {
        lease.enter();
        for (const bytes of chunks) {
          await scheduler.schedule(Promise.resolve());
          await lease.take(bytes);
          peak = Math.max(peak, budget.heldBytes);
        }
        await scheduler.schedule(Promise.resolve());
        lease.leave();
      };
      const all = Promise.all(readers.map((chunks) => read(budget.lease(), chunks)));
      await scheduler.waitFor(all);
      expect([peak <= 225, budget.heldBytes]).toEqual([true, 0]);
    }),
  );
});
