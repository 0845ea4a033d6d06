import { annotate, nillable } from "../../kit/annotate.ts";
import { extend } from "../../kit/entity.ts";
import { boolean, dateTime, int, string } from "../../kit/scalars.ts";
import type { Static } from "../../kit/schema.ts";
import { Carrier } from "../../types/carrier.ts";
import { LicenseType } from "./license-type.ts";

/** A module that the signed-in user may use. */
export const GrantedModuleLicense = extend(
  Carrier,
  "GrantedModuleLicense",
  {
    OwnerId: int({ description: "Key of who sells the module." }),
    OwnerName: nillable(string(), { description: "Short name of who sells the module." }),
    OwnerDescription: nillable(string(), { description: "Full name of who sells the module." }),
    ModuleId: int({ description: "Key of the module." }),
    Name: nillable(string(), { description: "Name of the module, as programs ask for it." }),
    Description: nillable(string(), { description: "Name of the module for a reader." }),
    Version: nillable(string(), { description: "Version that the licence covers." }),
    LicenseType: annotate(LicenseType, { description: "What the licence is counted by." }),
    ExtraFlags: int({ description: "Bits with a meaning of the module's own." }),
    SortOrder: int({ description: "Place in lists, low first." }),
    LicenseNumber: int({ description: "How many licences there are." }),
    IsHidden: boolean({ description: "True when administrators are not shown the module." }),
    IsUnrestricted: boolean({ description: "True when the number of licences does not matter." }),
    ExpiryDate: dateTime({ description: "When the licence ends." }),
  },
  { description: "A module that the signed-in user may use." },
);
export type GrantedModuleLicense = Static<typeof GrantedModuleLicense>;
