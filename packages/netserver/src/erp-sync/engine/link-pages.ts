import type { CrmActorType, ErpActorType } from "@superoffice-soap/schema";
import { type CrmValues, readCrmRecords } from "../../crm/crm-values.ts";
import { erpActorTypes } from "../../erp-connector/actor-types.ts";
import type { Queries } from "../../store/store.ts";
import { type Baseline, baselineIn } from "../mappings/baseline.ts";

/** The number of links that one page holds. */
const pageSize = 100;

/** A link with its CRM record's values and its baseline. */
export interface LinkState {
  readonly externalKeyId: number;
  readonly internalKeyId: number;
  readonly recordId: number;
  readonly erpKey: string;
  /** `undefined` when the CRM record was deleted. */
  readonly crm: CrmValues | undefined;
  readonly baseline: Baseline;
}

/** The links to read: those of one actor type on a connection. */
export interface LinkScope {
  readonly connectionId: number;
  readonly actorType: ErpActorType;
  readonly crmType: CrmActorType;
}

/** Yields the links of a scope, page by page, oldest first. */
export async function* linkPages(queries: Queries, scope: LinkScope): AsyncGenerator<readonly LinkState[]> {
  let after = 0;
  for (;;) {
    const rows = await linkRows(queries, scope, after);
    if (rows.length === 0) return;
    const records = await readCrmRecords(
      queries,
      scope.crmType,
      rows.map(({ record_id }) => record_id),
    );
    yield rows.map((row) => ({
      externalKeyId: row.id,
      internalKeyId: row.internal_key_id,
      recordId: row.record_id,
      erpKey: row.erp_key,
      crm: records.get(row.record_id),
      baseline: baselineIn(row.field_values),
    }));
    after = rows.at(-1)?.id ?? after;
  }
}

function linkRows(queries: Queries, { connectionId, actorType }: LinkScope, after: number) {
  return queries
    .selectFrom("erpexternalkey")
    .innerJoin("erpinternalkey", "erpinternalkey.id", "erpexternalkey.internal_key_id")
    .leftJoin("erpsyncbaseline", "erpsyncbaseline.external_key_id", "erpexternalkey.id")
    .select(["erpexternalkey.id", "internal_key_id", "record_id", "erp_key", "field_values"])
    .where("connection_id", "=", connectionId)
    .where("actor_type", "=", erpActorTypes.numberOf(actorType))
    .where("erpexternalkey.id", ">", after)
    .orderBy("erpexternalkey.id")
    .limit(pageSize)
    .execute();
}
