import { nillable } from "../kit/annotate.ts";
import { dictionary } from "../kit/collections.ts";
import { string } from "../kit/scalars.ts";
import type { Static } from "../kit/schema.ts";

/** Texts by name. */
export const StringDictionary = dictionary("StringDictionary", "StringKeyValuePair", nillable(string()));
export type StringDictionary = Static<typeof StringDictionary>;
