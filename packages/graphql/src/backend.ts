import { createNetServer, netServerApp, type UserOptions } from "@superoffice-soap/netserver";
import type { NetServerPort, ServicesVersion } from "@superoffice-soap/schema";
import type { Hono } from "hono";
import type { DevelopmentUser } from "./ticket-source.ts";
import { connectUpstream } from "./upstream.ts";

/** Who answers the server's calls, and under which addresses it can be called by SOAP. */
export interface Backend {
  readonly netServer: NetServerPort;
  /** The SOAP endpoint below `/Remote/`. */
  readonly soap: Hono;
  /** The user as whom callers on this machine are served without credentials; absent when that is off. */
  readonly developmentUser?: DevelopmentUser;
  close(): Promise<void>;
}

/** What a backend is made from. */
export interface BackendOptions {
  /** Where an embedded NetServer keeps its data. */
  readonly store: string;
  /** The version that an upstream is called in. */
  readonly services: ServicesVersion;
  /** The address of a real NetServer's services; without it one is embedded. */
  readonly upstream?: string;
  /** Who may sign in to the embedded NetServer; none for the demo data set and its user. */
  readonly users?: readonly UserOptions[];
  readonly production: boolean;
}

/** The user of the demo data set. */
const demoUser: DevelopmentUser = { userName: "ADM0", password: "" };

/** The backend that the options ask for. Rejects with `StoreError` when an embedded one cannot use its store. */
export async function openBackend(options: BackendOptions): Promise<Backend> {
  const { upstream, services, store, users, production } = options;
  if (upstream !== undefined) return remoteBackend(upstream, services);
  const demo = users === undefined && !production;
  const netServer = await createNetServer({ store, demo, ...(users && { users }) });
  const soap = netServerApp(netServer);
  return { netServer, soap, close: () => netServer.close(), ...(demo && { developmentUser: demoUser }) };
}

/** A real NetServer, called in one version of the contract and passed on to SOAP clients of every version. */
function remoteBackend(url: string, services: ServicesVersion): Backend {
  const { client, passedOn } = connectUpstream(url, services);
  return { netServer: client, soap: netServerApp(passedOn), close: () => client.close() };
}
