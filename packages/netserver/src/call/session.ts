import type { ServicesVersion } from "@superoffice-soap/schema";

/** One call, with or without a user who is signed in. */
export interface Caller {
  readonly services: ServicesVersion;
  /** The moment of the call, as dates are stored. */
  readonly now: string;
  /** Tells whether the caller is on the server's own machine. A function, since some contexts find out when they are asked. */
  readonly loopback: () => boolean;
  /** Returns the signal that aborts when the caller has gone. A function, since creating some signals is expensive. */
  readonly signal: () => AbortSignal | undefined;
}

/** One call that needs no user who is signed in. */
export interface AnonymousCaller extends Caller {
  /** The IP address that the call came from; `undefined` in process. A function as `loopback` is one. */
  readonly address: () => string | undefined;
}

/** One call of somebody who is signed in. */
export interface Session extends Caller {
  readonly associateId: number;
}
