import type { CrmActorType, ErpActorType } from "@superoffice-soap/schema";
import type { Session } from "../../call/session.ts";
import type { Resources } from "../../resources.ts";
import type { ConflictRule } from "./conflict-rule.ts";
import type { LinkState } from "./link-pages.ts";
import type { SyncReport } from "./sync-report.ts";

/** A plan of what to sync, and by which rules. */
export interface SyncPlan {
  /** All links, or only those that seem to have changed. */
  readonly links: "changed" | "all";
  /** Tells whether a link takes part. */
  includes(link: Pick<LinkState, "internalKeyId" | "erpKey">, actorType: ErpActorType): boolean;
  ruleFor(crmType: CrmActorType, recordId: number): ConflictRule;
  /** Notes that a record's field was written. */
  wroteCrm(crmType: CrmActorType, recordId: number, crmKey: string): void;
}

/** A plan that is being carried out, with the session it runs for. */
export interface SyncRun {
  readonly plan: SyncPlan;
  readonly report: SyncReport;
  readonly session: Session;
  readonly resources: Resources;
}
