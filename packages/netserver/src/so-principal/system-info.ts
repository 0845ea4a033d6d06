import { defaultOf, LicenseInfo, productVersion, SoSystemInfoCarrier } from "@superoffice-soap/schema";
import type { Implementation } from "../agent-implementation.ts";
import { carrierOf } from "../call/carrier-members.ts";
import type { Resources } from "../resources.ts";
import { dateOf } from "../store/timestamp.ts";

/** Returns what this server says of itself. It needs no sign-in, as real servers do not. */
export const getSystemInfo: Implementation<"SoPrincipal", "GetSystemInfo"> = (_input, _caller, resources) => ({
  ...programInfo(resources),
  ...resources.settings.systemInfo,
});

function programInfo({ settings, store }: Resources): SoSystemInfoCarrier {
  const date = dateOf(null, settings.answers);
  return {
    // The default of an entity is an object with all of its members.
    ...(defaultOf(SoSystemInfoCarrier) as SoSystemInfoCarrier),
    ...carrierOf(SoSystemInfoCarrier, settings.answers),
    License: {
      ...(defaultOf(LicenseInfo) as LicenseInfo),
      CompanyName: "Demo",
      SerialNr: "0000000000",
      OwnerName: "superoffice-soap",
      OwnerDescription: "superoffice-soap",
      LicenseVersion: "1",
      ProductType: "",
      NextCheckDate: date,
      MaintenanceDate: date,
      AdminWarningDate: date,
      ExpiryDate: date,
      GraceDate: date,
      ModuleLicenses: [],
    },
    WarningEnglish: "",
    WarningResource: "",
    BranchName: "superoffice-soap",
    BuildLabel: `superoffice-soap ${productVersion}`,
    AssemblyVersion: "8.8.0.0",
    AccumulatedNextCheckDate: date,
    FileVersion: "8.8.0.0",
    Description: "superoffice-soap, an embedded NetServer",
    BuildType: "Release",
    DatabaseVersion: 488,
    IsUnicode: true,
    CompanyName: "Demo",
    DatabaseType: store.engine === "sqlite" ? "SQLite" : "PostgreSQL",
    DatabaseMinor: "",
    DatabaseName: settings.tenant ?? "netserver",
  };
}
