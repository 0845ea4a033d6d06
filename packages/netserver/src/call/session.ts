import type { ServicesVersion } from "@superoffice-soap/schema";

/** One call, whoever makes it. */
export interface Caller {
  readonly services: ServicesVersion;
  /** When the call came, as dates are stored. */
  readonly now: string;
  /** Whether the caller is on the server's own machine. A function since some contexts find out when they are asked. */
  readonly loopback: () => boolean;
  /** Aborted when nobody waits for the answer any more. A function since some signals are made when they are asked for. */
  readonly signal: () => AbortSignal | undefined;
}

/** One call that nobody has to be signed in for. */
export interface AnonymousCaller extends Caller {
  /** The IP address that the call came from; `undefined` in process. A function as `loopback` is one. */
  readonly address: () => string | undefined;
}

/** One call of somebody who is signed in. */
export interface Session extends Caller {
  readonly associateId: number;
}
