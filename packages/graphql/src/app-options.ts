import { type BodyBudget, defaultMaxUnknownBytes, processBodyBudget } from "@superoffice-soap/http";
import { definedOptions, latestServices, type NetServerPort, type ServicesVersion } from "@superoffice-soap/schema";
import type { Context } from "hono";
import { type Limits, limitsOf } from "./limits/limits.ts";
import type { DevelopmentUser } from "./session/ticket-sources.ts";

/** The defaults of an app's options. */
export const appDefaults = {
  introspection: true,
  maxUnknownBytes: defaultMaxUnknownBytes,
} as const satisfies Partial<GraphQLAppOptions>;

/** The options of a GraphQL app: the contract that it serves, and the callers that it serves. */
export interface GraphQLAppOptions {
  /** The NetServer that answers calls: an embedded one, or a client of a remote one. */
  readonly netServer: NetServerPort;
  /** The version of the contract to serve. @default Services88 */
  readonly services?: ServicesVersion;
  /** The path below which the app serves everything, such as `/Cust12345`. @default none */
  readonly basePath?: string;
  /**
   * Returns the peer's address as the socket has it, by which callers on this machine are known. Without it no caller
   * is local.
   */
  readonly peerAddress?: (context: Context) => string | undefined;
  /** The user as whom a local caller without credentials is served. Without it there is none. */
  readonly developmentUser?: DevelopmentUser;
  /** True when a browser that opens the endpoint gets GraphiQL. @default true */
  readonly graphiql?: boolean;
  /** True when queries may ask for the schema. @default true */
  readonly introspection?: boolean;
  /**
   * The documents that may run, by the SHA-256 of their text, with or without `sha256:` before it. When given, only
   * these are run, and a request names one by its hash. Without it every document may run.
   */
  readonly persistedDocuments?: Readonly<Record<string, string>>;
  /**
   * The origins on this machine whose pages count as local callers, though they come from another port; origins on
   * other hosts do not count.
   * @default none
   */
  readonly localOrigins?: readonly string[];
  /** The largest body of a request whose ticket or access token is not valid, in bytes. @default 262144 (256 KiB) */
  readonly maxUnknownBytes?: number;
  /**
   * The budget in bytes that the bodies of all requests in flight share; further bodies wait.
   * @default one of 32 MiB for the process
   */
  readonly bodyBudget?: BodyBudget;
  /** The limits of one request, as far as they differ from the defaults. */
  readonly limits?: Partial<Limits>;
  /**
   * Receives the reason, as a sentence, why the development user does not stand in for a caller. When given, responses
   * include the reason too.
   * @default ignored
   */
  readonly onHint?: (sentence: string) => void;
  /** Receives each error that is a fault of this program, and the id of the request that met it. @default ignored */
  readonly onUnexpectedError?: (error: unknown, requestId?: string) => void;
}

/** The options with every default filled in. An option without a default is null when it was not given. */
export interface GraphQLAppSettings
  extends Required<Omit<GraphQLAppOptions, "developmentUser" | "persistedDocuments" | "limits" | "onHint">> {
  readonly onHint: ((sentence: string) => void) | null;
  readonly developmentUser: DevelopmentUser | null;
  readonly persistedDocuments: Readonly<Record<string, string>> | null;
  readonly limits: Limits;
}

/** Returns the settings that the options result in, with every default filled in. */
export function appSettingsOf(options: GraphQLAppOptions): GraphQLAppSettings {
  return {
    services: latestServices,
    basePath: "",
    peerAddress: () => undefined,
    developmentUser: null,
    onHint: null,
    localOrigins: [],
    graphiql: true,
    persistedDocuments: null,
    onUnexpectedError: () => {},
    bodyBudget: processBodyBudget,
    ...appDefaults,
    ...definedOptions(options),
    limits: limitsOf(options.limits),
  };
}
