import type { CrmActorType, ErpActorType } from "@superoffice-soap/schema";
import type { Session } from "../../call/session.ts";
import type { Resources } from "../../resources.ts";
import type { ConflictRule } from "./conflict-rule.ts";
import type { LinkState } from "./link-pages.ts";
import type { SyncReport } from "./sync-report.ts";

/** What is to be synced, and how. */
export interface SyncPlan {
  /** Every link, or only those where something seems to have changed. */
  readonly links: "changed" | "all";
  /** Whether a link takes part. */
  includes(link: Pick<LinkState, "internalKeyId" | "erpKey">, actorType: ErpActorType): boolean;
  ruleFor(crmType: CrmActorType, recordId: number): ConflictRule;
  /** Says that a record got a value. */
  wroteCrm(crmType: CrmActorType, recordId: number, crmKey: string): void;
}

/** A plan that is carried out, and for whom. */
export interface SyncRun {
  readonly plan: SyncPlan;
  readonly report: SyncReport;
  readonly session: Session;
  readonly resources: Resources;
}
