import { annotate, nillable } from "../../kit/annotate.ts";
import { extend } from "../../kit/entity.ts";
import { enumeration } from "../../kit/enumeration.ts";
import { boolean, dateTime, int, string } from "../../kit/scalars.ts";
import type { Static } from "../../kit/schema.ts";
import { Carrier } from "../../types/carrier.ts";
import { LicenseInfo } from "./license-info.ts";

/** The release stage of a server's program. */
export const NetServerBuildType = enumeration(
  "NetServerBuildType",
  { Feature: 0, Stable: 1, Alpha: 2, Beta: 3, ReleaseCandidate: 4, Release: 5 },
  "How finished a server's program is.",
);
export type NetServerBuildType = Static<typeof NetServerBuildType>;

/** The description of a server: its program, its database, its licence. */
export const SoSystemInfoCarrier = extend(
  Carrier,
  "SoSystemInfoCarrier",
  {
    License: nillable(LicenseInfo, { description: "The installation's licence." }),
    WarningEnglish: nillable(string(), { description: "A warning about the licence, in English; blank for none." }),
    WarningResource: nillable(string(), { description: "The same warning as a key into translations." }),
    BranchName: nillable(string(), { description: "Line of development that the program was built from." }),
    BuildLabel: nillable(string(), { description: "Name of the build." }),
    AssemblyVersion: nillable(string(), { description: "Version of the program's interface." }),
    AccumulatedNextCheckDate: dateTime({ description: "When any licence must be looked up again." }),
    FileVersion: nillable(string(), { description: "Version of the program." }),
    Description: nillable(string(), { description: "Version of the program for a reader." }),
    DaysUntilNetServerExpiry: int({ description: "Days until the program stops, for builds that do." }),
    BuildType: annotate(NetServerBuildType, { description: "How finished the program is." }),
    DatabaseVersion: int({ description: "Version of the database's tables." }),
    IsUnicode: boolean({ description: "True when the database stores every character." }),
    CompanyName: nillable(string(), { description: "The company that owns the database." }),
    CompanyId: int({ description: "Key of that company." }),
    DatabaseType: nillable(string(), { description: "Maker of the database engine." }),
    DatabaseMinor: nillable(string(), { description: "Version of the database engine." }),
    DatabaseName: nillable(string(), { description: "Name of the database." }),
    IsOnTravel: boolean({ description: "True for a database taken along on a journey." }),
    IsSatellite: boolean({ description: "True for a branch office's copy of the database." }),
  },
  { description: "What a server is: its program, its database, its licence." },
);
export type SoSystemInfoCarrier = Static<typeof SoSystemInfoCarrier>;
