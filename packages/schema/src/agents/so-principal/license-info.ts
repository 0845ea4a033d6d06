import { annotate, nillable } from "../../kit/annotate.ts";
import { arrayOf } from "../../kit/collections.ts";
import { entity } from "../../kit/entity.ts";
import { boolean, dateTime, int, string } from "../../kit/scalars.ts";
import type { Static } from "../../kit/schema.ts";
import { UserType } from "../../types/associate.ts";
import { LicenseType } from "./license-type.ts";
import { SignedPublicKey } from "./signed-public-key.ts";

/** A module in the installation's licence. */
export const ModuleLicense = entity(
  "ModuleLicense",
  {
    OwnerName: nillable(string(), { description: "Short name of who sells the module." }),
    ModuleName: nillable(string(), { description: "Name of the module, as programs ask for it." }),
    ModuleDescription: nillable(string(), { description: "Name of the module for a reader." }),
    ModuleTooltip: nillable(string(), { description: "Tooltip." }),
    ModuleVersion: nillable(string(), { description: "Version that the licence covers." }),
    LicenseType: annotate(LicenseType, { description: "What the licence is counted by." }),
    Unrestricted: boolean({ description: "True when the number of licences does not matter." }),
    AllowedUserType: annotate(UserType, { description: "The kind of user that may be given the module." }),
    NumberOfLicenses: int({ description: "How many licences there are." }),
    ExtraFlags: int({ description: "Bits with a meaning of the module's own." }),
    ExtraInfo: nillable(string(), { description: "Text with a meaning of the module's own." }),
    SortOrder: int({ description: "Place in lists, low first." }),
    IsHidden: boolean({ description: "True when administrators are not shown the module." }),
    PrerequisiteModuleName: nillable(string(), { description: "The module that this one needs; blank for none." }),
    Signature: nillable(string(), { description: "The signature on the module's licence." }),
  },
  { description: "A module in the installation's licence." },
);
export type ModuleLicense = Static<typeof ModuleLicense>;

/** The installation's licence. */
export const LicenseInfo = entity(
  "LicenseInfo",
  {
    CompanyName: nillable(string(), { description: "Who the licence is for." }),
    SerialNr: nillable(string(), { description: "Serial number of the installation." }),
    OwnerName: nillable(string(), { description: "Short name of who sells the licence." }),
    OwnerDescription: nillable(string(), { description: "Full name of who sells the licence." }),
    NextCheckDate: dateTime({ description: "When the licence must be looked up again." }),
    MaintenanceDate: dateTime({ description: "When maintenance ends." }),
    AdminWarningDate: dateTime({ description: "From when administrators are warned." }),
    ExpiryDate: dateTime({ description: "When the licence ends." }),
    GraceDate: dateTime({ description: "Until when an ended licence still works." }),
    ExtraFlags: int({ description: "Bits with a meaning of the seller's own." }),
    LicenseUrl: nillable(string(), { description: "Where the licence is looked up." }),
    LicenseVersion: nillable(string(), { description: "Version of the licence's format." }),
    DeploymentType: int({ description: "How the product is deployed, as a number of the seller's own." }),
    ProductType: nillable(string(), { description: "Name of the product." }),
    ProductDescription: nillable(string(), { description: "Name of the product for a reader." }),
    ModuleLicenses: nillable(arrayOf(nillable(ModuleLicense)), { description: "The modules." }),
    PublicKey: nillable(SignedPublicKey, { description: "The key that the signatures are checked with." }),
    Signature: nillable(string(), { description: "The signature on the licence." }),
  },
  { description: "The installation's licence." },
);
export type LicenseInfo = Static<typeof LicenseInfo>;
