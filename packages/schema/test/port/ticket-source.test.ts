import { expect, test, vi } from "vitest";
import { fixedTicket, type KeptTicket, renewableTicket } from "../../src/index.ts";

test("a fixed ticket is not renewed", async () => {
  expect(fixedTicket("7T:a").ticket()).toBe("7T:a");
  expect(await fixedTicket("7T:a").renew("7T:a")).toBeUndefined();
});

test("calls that wait together sign in once, and later ones have the ticket without waiting", async () => {
  const signIn = vi.fn(async () => "7T:a");
  const source = renewableTicket(signIn);
  expect(await Promise.all([source.ticket(), source.ticket(), source.renew("7T:old")])).toEqual(Array(3).fill("7T:a"));
  expect(source.ticket()).toBe("7T:a");
  expect(signIn).toHaveBeenCalledOnce();
});

test("a ticket is renewed unless another call has done so", async () => {
  const signIn = vi.fn(async () => "7T:b");
  const source = renewableTicket(signIn, { ticket: "7T:a" });
  expect(await source.renew("7T:a")).toBe("7T:b");
  expect(await source.renew("7T:a")).toBe("7T:b");
  expect(signIn).toHaveBeenCalledOnce();
});

test("sources that share a ticket share its sign-in", async () => {
  const kept: KeptTicket = {};
  const signIn = vi.fn(async () => "7T:a");
  const sources = [renewableTicket(signIn, kept), renewableTicket(signIn, kept)];
  expect(await Promise.all(sources.map((source) => source.ticket()))).toEqual(["7T:a", "7T:a"]);
  expect(signIn).toHaveBeenCalledOnce();
});

test("a failed sign-in rejects those who wait; the next call signs in, without the refused ticket", async () => {
  const signIn = vi.fn(async () => "7T:b").mockRejectedValueOnce(new Error("no"));
  const source = renewableTicket(signIn, { ticket: "7T:a" });
  await expect(source.renew("7T:a")).rejects.toThrow("no");
  expect(await source.ticket()).toBe("7T:b");
});
