import { ChangedData, ChangedDataItem, PluginResponse, type QuoteStatus } from "@superoffice-soap/schema";
import { carrierOf } from "../../call/carrier-members.ts";
import type { ConnectorError } from "../../erp-connector/connector-error.ts";
import type { Resources } from "../../resources.ts";

/** A report of what a run has done so far. */
export interface SyncReport {
  /** Notes that a CRM record was written. */
  updated(table: string, recordId: number): void;
  /** Notes a failure. `where` names the connection or actor. */
  failed(where: string, failure: ConnectorError): void;
  /** Notes something that was left out, or a connector's warning. */
  warned(warning: string): void;
  /** Notes why there was nothing to do, or a connector's remark. */
  informed(information: string): void;
  /** The number of failures. */
  failures(): number;
  /** Builds the operations' answer from the report. */
  answer(resources: Resources): PluginResponse;
}

/** The number of explanations that an answer lists; the others are counted. */
const maxExplanations = 20;

/** Creates an empty report. */
export function createSyncReport(): SyncReport {
  const records = new Map<string, { readonly Tablename: string; readonly RecordId: number }>();
  const [forUsers, forAdministrators, warnings, information] = [new Texts(), new Texts(), new Texts(), new Texts()];
  let failures = 0;
  let errorCode = "";
  return {
    updated: (Tablename, RecordId) => records.set(`${Tablename}:${RecordId}`, { Tablename, RecordId }),
    failed(where, failure) {
      if (failures === 0) errorCode = failure.errorCode;
      failures += 1;
      forUsers.add(`${where}: ${failure.userExplanation}`);
      forAdministrators.add(`${where}: ${failure.techExplanation}`);
    },
    warned: (warning) => warnings.add(warning),
    informed: (text) => information.add(text),
    failures: () => failures,
    answer({ settings }) {
      const carrier = (entity: Parameters<typeof carrierOf>[0]) => carrierOf(entity, settings.answers);
      const item = carrier(ChangedDataItem);
      return {
        ...carrier(PluginResponse),
        IsOk: failures === 0,
        UserExplanation: shortened([forUsers, warnings, information]),
        TechExplanation: shortened([forAdministrators, warnings, information]),
        ErrorCode: errorCode,
        Changes: {
          ...carrier(ChangedData),
          AddedRecords: [],
          UpdatedRecords: [...records.values()].map((record) => ({ ...item, ...record })),
          DeletedRecords: [],
        },
        Status: statusOf(failures, warnings.count, information.count),
      };
    },
  };
}

function statusOf(failures: number, warnings: number, information: number): QuoteStatus {
  if (failures > 0) return "Error";
  if (warnings > 0) return "Warning";
  return information > 0 ? "OkWithInfo" : "Ok";
}

/** Distinct texts, kept up to the number that an answer lists. */
class Texts {
  readonly listed: Set<string> = new Set();
  /** The number of texts; a listed one counts once. */
  count = 0;

  add(text: string): void {
    if (this.listed.has(text)) return;
    this.count += 1;
    if (this.listed.size < maxExplanations) this.listed.add(text);
  }
}

function shortened(texts: readonly Texts[]): string {
  const listed = texts.flatMap((one) => [...one.listed]).slice(0, maxExplanations);
  const more = texts.reduce((count, one) => count + one.count, 0) - listed.length;
  return [...listed, ...(more > 0 ? [`And ${more} more.`] : [])].join("\n");
}
