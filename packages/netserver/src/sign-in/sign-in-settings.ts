import type { ApplicationOptions, SignInOptions } from "../options.ts";
import type { KnownAccessToken } from "./known-access-token.ts";

/** An app that may call, as the server keeps it. */
export interface KnownApplication extends Omit<ApplicationOptions, "token"> {
  readonly digest: Buffer;
}

/** The users, access tokens and applications that may sign in and call. */
export interface SignInSettings
  extends Required<Omit<SignInOptions, "implicitUser" | "accessTokens" | "applications">> {
  readonly implicitUser: string | null;
  readonly accessTokens: readonly KnownAccessToken[];
  /** Null on site. */
  readonly applications: readonly KnownApplication[] | null;
}
