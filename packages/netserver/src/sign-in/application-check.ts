import type { AgentName } from "@superoffice-soap/schema";
import { soException } from "../call/so-exception.ts";
import { digestOf, isSameDigest } from "./digest.ts";
import type { KnownApplication, SignInSettings } from "./sign-in-settings.ts";

/** A check that throws when the calling application may not call an agent. */
export type ApplicationCheck = (agent: AgentName, token: string | undefined) => void;

/**
 * Creates the check for the settings: none on site; Online requires a known token, and for ErpSync one that was granted
 * it.
 */
export function createApplicationCheck({ applications, erpSync }: SignInSettings): ApplicationCheck {
  return (agent, token) => {
    const application = applications && calling(applications, token);
    if (agent !== "ErpSync") return;
    if (erpSync === "denied") throw soException("SoLicenseException", "There is no licence for the ErpSync agent.");
    if (application && application.erpSync !== true) {
      throw soException("SoSentryException", "The application has no access to the ErpSync agent.");
    }
  };
}

function calling(known: readonly KnownApplication[], token: string | undefined): KnownApplication {
  const asked = digestOf(token ?? "");
  // Every token is compared, in constant time, so that timing reveals nothing.
  const matching = known.filter(({ digest }) => isSameDigest(digest, asked));
  const application = token === undefined || token === "" ? undefined : matching[0];
  if (application === undefined) {
    throw soException("SoSessionException", "The application token is missing or not known.");
  }
  return application;
}
