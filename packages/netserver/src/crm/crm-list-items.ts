import { MDOListItem } from "@superoffice-soap/schema";
import { carrierOf } from "../call/carrier-members.ts";
import type { Resources } from "../resources.ts";
import type { Queries } from "../store/store.ts";
import type { Row } from "../store/tables.ts";

/** Reads the items of a CRM list, in display order. */
export function crmListItems(queries: Queries, list: string): Promise<Row<"crm_list_item">[]> {
  const items = queries.selectFrom("crm_list_item").selectAll().where("list_name", "=", list);
  return items.orderBy("rank").orderBy("id").execute();
}

/** Builds an answer's CRM list, with its items below it. */
export function listOf(list: string, items: readonly Row<"crm_list_item">[], resources: Resources): MDOListItem {
  return {
    ...blankItem(resources),
    Name: list,
    FullName: list,
    ChildItems: items.map((item) => itemOf(item, resources)),
  };
}

/** Builds an answer's item of a CRM list. */
export function itemOf(row: Row<"crm_list_item">, resources: Resources): MDOListItem {
  return {
    ...blankItem(resources),
    Id: row.id,
    Name: row.name,
    ToolTip: row.tooltip,
    Deleted: row.deleted !== 0,
    Rank: row.rank,
    FullName: row.name,
  };
}

function blankItem({ settings }: Resources): MDOListItem {
  const texts = { ToolTip: "", Type: "", IconHint: "", ExtraInfo: "", StyleHint: "" };
  const blank = { Id: 0, Deleted: false, Rank: 0, ChildItems: [], ColorBlock: 0 };
  return { ...carrierOf(MDOListItem, settings.answers), ...texts, ...blank };
}
