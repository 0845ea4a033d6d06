import { createHash } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { refuse } from "./graphql-body.ts";

/** Refuses the requests of a caller who has sent more than this many in the last minute, and says when to come back. */
export function limitRequests(
  perMinute: number,
  peerAddress: (context: Context) => string | undefined,
): MiddlewareHandler {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  return async (context, next) => {
    try {
      await limiter.consume(callerOf(context, peerAddress));
    } catch (rejected) {
      if (!(rejected instanceof RateLimiterRes)) throw rejected;
      context.header("retry-after", String(Math.ceil(rejected.msBeforeNext / 1000)));
      return refuse(context, 429, "RATE_LIMITED", `More than ${perMinute} requests in a minute.`);
    }
    return next();
  };
}

/** Who calls: an address where there are no credentials. A guess at another's ticket spends the guesser's own requests. */
function callerOf(context: Context, peerAddress: (context: Context) => string | undefined): string {
  const authorization = context.req.header("authorization") ?? "";
  const parts = [authorization, peerAddress(context) ?? ""];
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64");
}
