import { createHash } from "node:crypto";
import { type Credentials, credentialsOf, refuseUnread } from "@superoffice-soap/graphql";
import { responseToUnread } from "@superoffice-soap/http";
import { addressPrefix } from "@superoffice-soap/netserver";
import type { Context, MiddlewareHandler } from "hono";

type PeerAddress = (context: Context) => string | undefined;

/**
 * Refuses the requests of a caller that has sent more than this many in the last minute, and says when to come back. A
 * caller is a credential at an address, or, in IPv6, in a network of 64 bits.
 */
export function limitRequests(perMinute: number, peerAddress: PeerAddress): MiddlewareHandler {
  return limitBy(perMinute, (context) => callerOf(context, peerAddress));
}

/**
 * Refuses requests as `limitRequests` does, but counts all callers at one address together: a client that makes up a
 * new credential for each request is a new caller each time.
 */
export function limitAddresses(perMinute: number, peerAddress: PeerAddress): MiddlewareHandler {
  return limitBy(perMinute, (context) => addressPrefix(peerAddress(context) ?? ""));
}

function limitBy(perMinute: number, keyOf: (context: Context) => string): MiddlewareHandler {
  // Loaded only where there are limits.
  const library = import("rate-limiter-flexible");
  const limiter = library.then(({ RateLimiterMemory }) => new RateLimiterMemory({ points: perMinute, duration: 60 }));
  return async (context, next) => {
    try {
      await (await limiter).consume(keyOf(context));
    } catch (rejected) {
      const { RateLimiterRes } = await library;
      if (!(rejected instanceof RateLimiterRes)) throw rejected;
      context.header("retry-after", String(Math.ceil(rejected.msBeforeNext / 1000)));
      const message = `More than ${perMinute} requests in a minute.`;
      // A SOAP client does not look for JSON.
      return isSoap(context)
        ? responseToUnread(context, `${message}\n`, { status: 429, headers: plainText })
        : refuseUnread(context, 429, "RATE_LIMITED", message);
    }
    return next();
  };
}

const plainText = { "content-type": "text/plain; charset=UTF-8" };

function isSoap({ req }: Context): boolean {
  return /\/remote\//i.test(req.path);
}

/**
 * Returns the key of a caller: a credential at an address, or the address alone. A guess at another caller's ticket
 * spends the guesser's own requests.
 */
function callerOf(context: Context, peerAddress: PeerAddress): string {
  const credentials = credentialsOf(context.req.header("authorization"));
  const parts = [...saidBy(credentials), addressPrefix(peerAddress(context) ?? "")];
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64");
}

/** Returns the credential of a caller, however the header spells it; none for what is no credential. */
function saidBy(credentials: Credentials): readonly string[] {
  switch (credentials.kind) {
    case "ticket":
      return [credentials.kind, credentials.ticket];
    case "accessToken":
      return [credentials.kind, credentials.accessToken];
    case "none":
    case "unsupported":
      return [];
  }
}
