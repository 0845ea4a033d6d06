import type { Collation } from "./call/text-key.ts";
import type { ErpRuntime } from "./erp-connector/erp-runtime.ts";
import type { LongValues } from "./options.ts";
import type { Settings } from "./settings.ts";
import type { SignInGuard } from "./sign-in/sign-in-guard.ts";
import type { TicketBook } from "./sign-in/ticket-book.ts";
import type { Store } from "./store/store.ts";
import type { TableNumbers } from "./store/table-numbers.ts";

/** The resources that operations work with: one set for each NetServer. */
export interface Resources {
  readonly store: Store;
  readonly settings: Settings;
  /** True when the store holds the demo data set, and the options want it. */
  readonly demo: boolean;
  readonly collation: Collation;
  readonly longValues: LongValues;
  readonly tables: TableNumbers;
  readonly tickets: TicketBook;
  readonly signIns: SignInGuard;
  readonly erp: ErpRuntime;
}
