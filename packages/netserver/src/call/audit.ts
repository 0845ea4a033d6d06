import type { Session } from "./session.ts";

/** The columns of a new row that say who made it, and when. Made and last changed are the same then. */
export function auditOf({ associateId, now }: Session) {
  return { created_at: now, created_by: associateId, updated_at: now, updated_by: associateId };
}

/** The columns of a changed row that say who changed it, and when. */
export function changeOf({ associateId, now }: Session) {
  return { updated_at: now, updated_by: associateId };
}
