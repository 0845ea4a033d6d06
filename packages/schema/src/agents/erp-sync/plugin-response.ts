import { annotate, nillable } from "../../kit/annotate.ts";
import { extend } from "../../kit/entity.ts";
import { enumeration } from "../../kit/enumeration.ts";
import { boolean, string } from "../../kit/scalars.ts";
import type { Static } from "../../kit/schema.ts";
import { Carrier } from "../../types/carrier.ts";
import { ChangedData } from "./changed-data.ts";

/** The success of a connector's call. */
export const QuoteStatus = enumeration(
  "QuoteStatus",
  { Ok: 0, OkWithInfo: 1, Warning: 2, Error: 3 },
  "How well a call of a connector went, best first.",
  { actualType: "short" },
);
export type QuoteStatus = Static<typeof QuoteStatus>;

/** The outcome of a connector's work. */
export const PluginResponse = extend(
  Carrier,
  "PluginResponse",
  {
    IsOk: boolean({ description: "True when the work was done." }),
    UserExplanation: nillable(string(), {
      description: "What to tell the user, in the user's language; may hold several languages.",
    }),
    TechExplanation: nillable(string(), { description: "What to tell an administrator, in English." }),
    ErrorCode: nillable(string(), { description: "The connector's own code of what went wrong." }),
    Changes: nillable(ChangedData, { description: "The records that the work touched." }),
    Status: annotate(QuoteStatus, {
      description: "How well it went; `Error` means that `IsOk` is false.",
      since: "Services88",
    }),
  },
  { description: "What came of work that a connector did." },
);
export type PluginResponse = Static<typeof PluginResponse>;
