import type { Generated } from "kysely";

/**
 * The creator and last editor of a row, with timestamps: UTC, `yyyy-MM-ddTHH:mm:ss`; `updated_at` is null until the
 * first change.
 */
export interface Audited {
  created_at: string;
  /** Associate; 0 for the program itself. */
  created_by: number;
  updated_at: string | null;
  updated_by: number;
}

/** A row with a primary key that the database assigns. Keys are never reused. */
export interface Identified {
  id: Generated<number>;
}
