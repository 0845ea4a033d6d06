import { ChangedData, ChangedDataItem, PluginResponse, type QuoteStatus } from "@superoffice-soap/schema";
import { carrierOf } from "../carrier.ts";
import type { Resources } from "../resources.ts";
import type { ConnectorFailure } from "./connector-failure.ts";

/** What a run has done so far. */
export interface SyncReport {
  /** Says that a CRM record got values. */
  updated(table: string, recordId: number): void;
  /** Says that something could not be done. `where` names the connection or actor. */
  failed(where: string, failure: ConnectorFailure): void;
  /** Says that something was left out. */
  warned(warning: string): void;
  /** Says why nothing was to be done. */
  informed(information: string): void;
  /** How many failures there were. */
  failures(): number;
  /** The report as the operations answer it. */
  answer(resources: Resources): PluginResponse;
}

/** How many explanations an answer lists; the others are counted. */
const maxExplanations = 20;

/** A report without content. */
export function createSyncReport(): SyncReport {
  const records = new Map<string, { readonly Tablename: string; readonly RecordId: number }>();
  const failures: { readonly where: string; readonly failure: ConnectorFailure }[] = [];
  const warnings: string[] = [];
  const information: string[] = [];
  return {
    updated: (Tablename, RecordId) => records.set(`${Tablename}:${RecordId}`, { Tablename, RecordId }),
    failed: (where, failure) => failures.push({ where, failure }),
    warned: (warning) => warnings.push(warning),
    informed: (text) => information.push(text),
    failures: () => failures.length,
    answer({ settings }) {
      const carrier = (entity: Parameters<typeof carrierOf>[0]) => carrierOf(entity, settings.answers);
      const users = failures.map(({ where, failure }) => `${where}: ${failure.userExplanation}`);
      const techs = failures.map(({ where, failure }) => `${where}: ${failure.techExplanation}`);
      const item = carrier(ChangedDataItem);
      return {
        ...carrier(PluginResponse),
        IsOk: failures.length === 0,
        UserExplanation: shortened([...users, ...warnings, ...information]),
        TechExplanation: shortened([...techs, ...warnings, ...information]),
        ErrorCode: failures[0]?.failure.errorCode ?? "",
        Changes: {
          ...carrier(ChangedData),
          AddedRecords: [],
          UpdatedRecords: [...records.values()].map((record) => ({ ...item, ...record })),
          DeletedRecords: [],
        },
        Status: statusOf(failures.length, warnings.length, information.length),
      };
    },
  };
}

function statusOf(failures: number, warnings: number, information: number): QuoteStatus {
  if (failures > 0) return "Error";
  if (warnings > 0) return "Warning";
  return information > 0 ? "OkWithInfo" : "Ok";
}

function shortened(texts: readonly string[]): string {
  const distinct = [...new Set(texts)];
  const more = distinct.length - maxExplanations;
  return [...distinct.slice(0, maxExplanations), ...(more > 0 ? [`And ${more} more.`] : [])].join("\n");
}
