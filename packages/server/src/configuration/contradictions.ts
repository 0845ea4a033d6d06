import type { SettingName } from "./settings.ts";

/** Where each setting stands that somebody gave, as errors call the place: `--port`, `config.json: port`. */
export type SettingPlaces = ReadonlyMap<SettingName, string>;

/** What is about the embedded NetServer alone. */
const ofEmbedded = ["data", "users"] as const satisfies readonly SettingName[];

/** What a server is given instead of an embedded NetServer, and what a warning says that it does. */
const replacements = [
  ["upstream", "names a real one"],
  ["tenants", "names real ones"],
] as const satisfies readonly (readonly [SettingName, string])[];

/**
 * A sentence for each setting that somebody gave and that is not used beside another one. A default contradicts nothing.
 */
export function contradictionsIn(places: SettingPlaces): readonly string[] {
  return ofEmbedded.flatMap((name) => unusedBeside(places.get(name), places));
}

/** The sentence for what is about the embedded NetServer alone, and stands at a place; none when nothing replaces that. */
export function unusedBeside(place: string | undefined, places: SettingPlaces): readonly string[] {
  const replacement = replacements.find(([name]) => places.has(name));
  if (place === undefined || replacement === undefined) return [];
  const [name, does] = replacement;
  return [`${place} is not used: it is for an embedded NetServer, but ${places.get(name)} ${does} to serve instead.`];
}
