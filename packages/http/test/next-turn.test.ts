import { setImmediate as turnOfEventLoop } from "node:timers/promises";
import { expect, test } from "vitest";
import { nextTurn } from "../src/next-turn.ts";

test("Whoever waits for the end of a turn goes on in the same turn, step by step", async () => {
  const steps: string[] = [];
  const answer = async (name: string) => {
    await nextTurn();
    steps.push(`${name} is looked up`);
    await undefined;
    steps.push(`${name} is written`);
    await nextTurn();
    steps.push(`${name} is sent`);
  };
  const answered = Promise.all([answer("one"), answer("other")]);
  setImmediate(() => steps.push("the next turn"));
  expect(steps).toEqual([]);
  await answered;
  await turnOfEventLoop();
  expect(steps).toEqual([
    ...["one is looked up", "other is looked up", "one is written", "other is written", "one is sent", "other is sent"],
    "the next turn",
  ]);
});

test("Who comes when a turn is over waits for the end of another", async () => {
  await nextTurn();
  await turnOfEventLoop();
  let isOver = false;
  const over = nextTurn().then(() => {
    isOver = true;
  });
  await Promise.resolve();
  expect(isOver).toBe(false);
  await over;
});
