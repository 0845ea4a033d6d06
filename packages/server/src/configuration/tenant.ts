import type { ServicesVersion } from "@superoffice-soap/schema";

/** A real NetServer that is served below a path of its own. */
export interface Tenant {
  /** The address of its services, which may end in the version. */
  readonly upstream: string;
  /** The version that it is called in. @default the server's own */
  readonly services?: ServicesVersion;
}
