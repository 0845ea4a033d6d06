import { enumeration } from "../../kit/enumeration.ts";
import type { Static } from "../../kit/schema.ts";

/** The unit in which a module's licence is counted. */
export const LicenseType = enumeration(
  "LicenseType",
  { Unknown: 0, SiteLicense: 1, SatelliteLicense: 2, UserLicense: 3 },
  "What a module's licence is counted by: the site, a satellite, or users.",
  { actualType: "short" },
);
export type LicenseType = Static<typeof LicenseType>;
