/** The credentials of a request, in the forms of SuperOffice's own REST API. */
export type Credentials =
  | { readonly kind: "none" }
  | { readonly kind: "ticket"; readonly ticket: string }
  | { readonly kind: "accessToken"; readonly accessToken: string }
  | { readonly kind: "unsupported" };

/**
 * Returns the credentials in an `Authorization` header: `SOTicket 7T:…` or `Bearer 8A:…`. Any other scheme is
 * unsupported, never ignored.
 */
export function credentialsOf(authorization: string | null | undefined): Credentials {
  if (authorization == null || authorization.trim() === "") return { kind: "none" };
  const [, scheme = "", value = ""] = /^\s*(\S+)\s+(\S+)\s*$/.exec(authorization) ?? [];
  if (scheme.toLowerCase() === "soticket") return { kind: "ticket", ticket: value };
  if (scheme.toLowerCase() === "bearer") return { kind: "accessToken", accessToken: value };
  return { kind: "unsupported" };
}
