import type { Generated } from "kysely";

/** Who made and last changed a row, and when. Moments are UTC, `yyyy-MM-ddTHH:mm:ss`; `updated_at` is null until the first change. */
export interface Audited {
  created_at: string;
  /** Associate; 0 for the program itself. */
  created_by: number;
  updated_at: string | null;
  updated_by: number;
}

/** A row with a primary key that the database gives out. Keys are never used twice. */
export interface Identified {
  id: Generated<number>;
}
