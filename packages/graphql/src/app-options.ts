import { type BodyBudget, defaultMaxUnknownBytes, processBodyBudget } from "@superoffice-soap/http";
import { definedOptions, latestServices, type NetServerPort, type ServicesVersion } from "@superoffice-soap/schema";
import type { Context } from "hono";
import { type Limits, limitsOf } from "./limits/limits.ts";
import type { DevelopmentUser } from "./session/ticket-sources.ts";

/** What an app does that is not told otherwise. */
export const appDefaults = {
  introspection: true,
  maxUnknownBytes: defaultMaxUnknownBytes,
} as const satisfies Partial<GraphQLAppOptions>;

/** What the app serves, and to whom. */
export interface GraphQLAppOptions {
  /** Who answers: an embedded NetServer, or a client of a remote one. */
  readonly netServer: NetServerPort;
  /** The version of the contract to serve. @default Services88 */
  readonly services?: ServicesVersion;
  /** The path that everything is below, such as `/Cust12345`. @default none */
  readonly basePath?: string;
  /**
   * The peer's address as the socket has it, by which callers on this machine are known.
   * Without it no caller is local.
   */
  readonly peerAddress?: (context: Context) => string | undefined;
  /** The user as whom a local caller without credentials is served; nobody unless given. */
  readonly developmentUser?: DevelopmentUser;
  /** Whether a browser that opens the endpoint gets GraphiQL. @default true */
  readonly graphiql?: boolean;
  /** Whether queries may ask for the schema. @default true */
  readonly introspection?: boolean;
  /**
   * Documents by the SHA-256 of their text, with `sha256:` before it or not. Given, only these are run, and a request
   * names one by its hash.
   */
  readonly persistedDocuments?: Readonly<Record<string, string>>;
  /**
   * Origins on this machine whose pages count as local callers, though they come from another port; those of other
   * hosts do not count. @default none
   */
  readonly localOrigins?: readonly string[];
  /** The largest body of a request whose ticket or access token is not good, in bytes. @default 262144 (256 KiB) */
  readonly maxUnknownBytes?: number;
  /** The bytes that the bodies of all requests in flight may hold together; further ones wait. @default one of 32 MiB for the process */
  readonly bodyBudget?: BodyBudget;
  /** How much one request may ask for, as far as it differs from the defaults. */
  readonly limits?: Partial<Limits>;
  /**
   * Told, in a sentence, why the development user does not stand in for a caller. Given, the answers say it too.
   * @default ignored
   */
  readonly onHint?: (sentence: string) => void;
  /** Told of each error that is a fault of this program, and which request met it. Ignored unless given. */
  readonly onUnexpectedError?: (error: unknown, requestId?: string) => void;
}

/** The options with every default filled in. What has no default is null when it was not given. */
export interface GraphQLAppSettings
  extends Required<Omit<GraphQLAppOptions, "developmentUser" | "persistedDocuments" | "limits" | "onHint">> {
  readonly onHint: ((sentence: string) => void) | null;
  readonly developmentUser: DevelopmentUser | null;
  readonly persistedDocuments: Readonly<Record<string, string>> | null;
  readonly limits: Limits;
}

/** What the options amount to, with every default. */
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
