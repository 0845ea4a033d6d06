import { type Client, createClient } from "@superoffice-soap/client";
import type { ServicesVersion } from "@superoffice-soap/schema";
import { passThroughPort } from "./pass-through-port.ts";

/** A real NetServer, and how SOAP clients of any version reach it through this server. */
export interface ConnectedUpstream {
  readonly client: Client;
  readonly passedOn: ReturnType<typeof passThroughPort>;
}

/**
 * A NetServer at an address, called in one version. It has no credentials of its own: each call carries its caller's.
 * Throws TypeError for an address that cannot be called.
 */
export function connectUpstream(url: string, services: ServicesVersion): ConnectedUpstream {
  const client = createClient({ url, services });
  return { client, passedOn: passThroughPort(client, services) };
}
