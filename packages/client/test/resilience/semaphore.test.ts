import { expect, test } from "vitest";
import { Deadline } from "../../src/resilience/deadline.ts";
import { Semaphore } from "../../src/resilience/semaphore.ts";

test("a slot that comes in the moment in which its caller gives up is free again", async () => {
  const slots = new Semaphore(1, 1);
  slots.tryAcquire();
  const giveUp = new AbortController();
  const waiting = slots.acquire(new Deadline(1_000, [giveUp.signal]));
  slots.release();
  giveUp.abort("enough");
  await expect(waiting).rejects.toBe("enough");
  expect([slots.tryAcquire(), slots.tryAcquire()]).toEqual([true, false]);
});
