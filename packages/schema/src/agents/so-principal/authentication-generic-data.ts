import { nillable } from "../../kit/annotate.ts";
import { dictionary } from "../../kit/collections.ts";
import { string } from "../../kit/scalars.ts";
import type { Static } from "../../kit/schema.ts";

/** Evidence of who signs in, by kind, such as `UserName` and `Password`. */
export const AuthenticationGenericData = dictionary(
  "AuthenticationGenericData",
  "AuthenticationGenericDataKeyValuePair",
  nillable(string()),
);
export type AuthenticationGenericData = Static<typeof AuthenticationGenericData>;
