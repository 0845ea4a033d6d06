import type { SettingName } from "./settings.ts";

/** The source of each setting that was given, as errors name it: `--port`, `config.json: port`. */
export type SettingPlaces = ReadonlyMap<SettingName, string>;

/** The settings that concern the embedded NetServer alone. */
const ofEmbedded = ["data", "users"] as const satisfies readonly SettingName[];

/** The settings that replace the embedded NetServer, each with the words that a warning has for it. */
const replacements = [
  ["upstream", "names a real one"],
  ["tenants", "names real ones"],
] as const satisfies readonly (readonly [SettingName, string])[];

/**
 * Returns a sentence for each setting that was given and that another one makes unused. A default contradicts nothing.
 */
export function contradictionsIn(places: SettingPlaces): readonly string[] {
  return ofEmbedded.flatMap((name) => unusedBeside(places.get(name), places));
}

/**
 * Returns the sentence for a setting of the embedded NetServer that was given there; none when nothing replaces that
 * NetServer.
 */
export function unusedBeside(place: string | undefined, places: SettingPlaces): readonly string[] {
  const replacement = replacements.find(([name]) => places.has(name));
  if (place === undefined || replacement === undefined) return [];
  const [name, does] = replacement;
  return [`${place} is not used: it is for an embedded NetServer, but ${places.get(name)} ${does} to serve instead.`];
}
