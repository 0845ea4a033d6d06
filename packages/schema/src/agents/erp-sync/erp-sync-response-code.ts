import { enumeration } from "../../kit/enumeration.ts";
import type { Static } from "../../kit/schema.ts";

/** The outcome of a question about a connector. */
export const ErpSyncResponseCode = enumeration(
  "ErpSyncResponseCode",
  { NoError: 0, ErrorConnectorHasConnections: 1, ErrorNotFound: 2 },
  "What came of a question about a connector.",
);
export type ErpSyncResponseCode = Static<typeof ErpSyncResponseCode>;
