import { expect, test } from "vitest";
import { Deadline } from "../../src/resilience/deadline.ts";
import { Semaphore } from "../../src/resilience/semaphore.ts";

test("a place that comes in the moment in which its caller gives up is free again", async () => {
  const places = new Semaphore(1, 1);
  places.take();
  const giveUp = new AbortController();
  const waiting = places.wait(new Deadline(1_000, [giveUp.signal]));
  places.leave();
  giveUp.abort("enough");
  await expect(waiting).rejects.toBe("enough");
  expect([places.take(), places.take()]).toEqual([true, false]);
});
