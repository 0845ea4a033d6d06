import type { NetServerPort, ServicesVersion } from "@superoffice-soap/schema";

/** A NetServer as the endpoint calls it. What it does not say of itself is the default. */
export interface ServedPort extends NetServerPort {
  /** The versions of the contract that it serves. @default all */
  readonly services?: readonly ServicesVersion[];
}
