import { expect, test } from "vitest";
import { BodyBudget } from "../src/body-budget.ts";

const quick = { waitMs: 20 };
const patient = { waitMs: 60_000 };

test("the bodies of all requests hold no more than the budget, and the next one waits for room", async () => {
  const budget = new BodyBudget({ maxBytes: 800, maxUnknownBytes: 800, ...patient });
  const [first, second, third] = ["a", "b", "c"].map((caller) => budget.lease(caller));
  expect([first?.take(400), second?.take(400)]).toEqual([undefined, undefined]);
  const waiting = third?.take(100);
  expect(waiting).toBeInstanceOf(Promise);
  second?.release();
  await waiting;
  expect(third?.bytes).toBe(100);
});

test("who waits for too long is told to come again", async () => {
  const budget = new BodyBudget({ maxBytes: 800, maxUnknownBytes: 800, ...quick });
  budget.lease("a").take(800);
  await expect(budget.lease("b").take(1)).rejects.toMatchObject({ status: 503, headers: { "Retry-After": "1" } });
});

test("callers who are not known leave the most of it to those who are", async () => {
  const budget = new BodyBudget({ maxBytes: 800, ...quick });
  budget.lease("a").take(100);
  const unknown = budget.lease("b");
  await expect(unknown.take(1)).rejects.toMatchObject({ status: 503 });
  const known = budget.lease("c");
  known.know();
  expect(known.take(700)).toBeUndefined();
});

test("of requests that each hold a part of it the oldest goes on, so that none waits for ever", async () => {
  const budget = new BodyBudget({ maxBytes: 800, maxUnknownBytes: 800, ...patient });
  const [first, second] = [budget.lease("a"), budget.lease("b")];
  first.take(400);
  second.take(400);
  const later = second.take(400);
  expect(first.take(400)).toBeUndefined();
  first.release();
  await later;
});

test("of those who wait the one goes on who holds the least", async () => {
  const budget = new BodyBudget({ maxBytes: 800, maxUnknownBytes: 800, ...patient });
  const oldest = budget.lease("other");
  oldest.take(300);
  const greedy = budget.lease("greedy");
  greedy.take(500);
  const order: string[] = [];
  const more = budget
    .lease("greedy")
    .take(200)
    ?.then(() => order.push("greedy"));
  const modest = budget
    .lease("modest")
    .take(200)
    ?.then(() => order.push("modest"));
  oldest.release();
  await modest;
  expect(order).toEqual(["modest"]);
  greedy.release();
  await more;
});

test("a request that is given up waits no longer, and gives back what it holds", async () => {
  const budget = new BodyBudget({ maxBytes: 800, maxUnknownBytes: 800, ...patient });
  const [first, second, third] = [budget.lease("a"), budget.lease("b"), budget.lease("c")];
  first.take(400);
  second.take(400);
  const given = expect(second.take(400)).rejects.toMatchObject({ status: 503 });
  second.release();
  await given;
  expect(third.take(400)).toBeUndefined();
});
