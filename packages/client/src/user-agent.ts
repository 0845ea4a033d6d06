import { createRequire } from "node:module";

/** The `User-Agent` of requests that name no other: `superoffice-soap/0.1.0`. */
export const defaultUserAgent = ["superoffice-soap", ...versions()].join("/");

function versions(): string[] {
  try {
    const manifest: unknown = createRequire(import.meta.url)("@superoffice-soap/client/package.json");
    return [(manifest as { readonly version: string }).version];
  } catch {
    // A bundle may have no manifest beside it.
    return [];
  }
}
