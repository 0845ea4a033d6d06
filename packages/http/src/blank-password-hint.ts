import { isLoopbackOrigin } from "./loopback.ts";

/** The request of a caller that does not count as one on this machine. */
export interface RefusedCaller {
  readonly userName: string;
  /** Why it does not count, as `whyNotLocal` says it. */
  readonly notLocal: string;
  readonly headers: Headers;
  /** The operation that signs in, as the caller would write it. */
  readonly signIn: string;
}

/** Returns a sentence that says why a user does not sign in without a password for a caller, and what to do. */
export function blankPasswordHint({ userName, notLocal, headers, signIn }: RefusedCaller): string {
  const origin = headers.get("origin");
  const remedy =
    origin !== null && isLoopbackOrigin(origin) ? `, or start with --allow-origin ${origin.slice(0, 80)}` : "";
  return (
    `The request may not sign in as ${userName.slice(0, 80)} without a password, because ${notLocal}. Send a ticket, ` +
    `which a program on this machine gets by ${signIn}${remedy}.`
  );
}
