import type { AgentName } from "@superoffice-soap/schema";
import type { ApplicationOptions } from "../options.ts";
import type { SignInSettings } from "../settings.ts";
import { soException } from "../so-exception.ts";
import { digestOf, hasDigest } from "./digest.ts";

/** Throws when the calling application may not call an agent. */
export type ApplicationCheck = (agent: AgentName, token: string | undefined) => void;

/** The check that the settings ask for: none on site; Online a known token, and for ErpSync one that it was granted to. */
export function createApplicationCheck({ applications, erpSync }: SignInSettings): ApplicationCheck {
  const known = applications?.map((application) => ({ ...application, digest: digestOf(application.token) }));
  return (agent, token) => {
    const application = known && calling(known, token);
    if (agent !== "ErpSync") return;
    if (erpSync === "denied") throw soException("SoLicenseException", "There is no licence for the ErpSync agent.");
    if (application && application.erpSync !== true) {
      throw soException("SoSentryException", "The application has no access to the ErpSync agent.");
    }
  };
}

type Known = ApplicationOptions & { readonly digest: Buffer };

function calling(known: readonly Known[], token: string | undefined): Known {
  // Every token is compared, and each in constant time, so that the time taken tells nothing.
  const matching = known.filter((application) => hasDigest(token ?? "", application.digest));
  const application = token === undefined || token === "" ? undefined : matching[0];
  if (application === undefined) {
    throw soException("SoSessionException", "The application token is missing or not known.");
  }
  return application;
}
