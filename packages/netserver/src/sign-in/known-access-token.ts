import type { AccessTokenOptions } from "../options.ts";

/** An access token as the server keeps it. */
export interface KnownAccessToken extends Omit<AccessTokenOptions, "token"> {
  readonly digest: Buffer;
}

/** Returns the access tokens that are valid at a moment. */
export function goodAccessTokens(known: readonly KnownAccessToken[], now: Date): readonly KnownAccessToken[] {
  return known.filter(({ validTo }) => validTo === undefined || now < validTo);
}
