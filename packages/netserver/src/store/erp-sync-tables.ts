import type { Generated } from "kysely";
import type { Audited, Identified } from "./columns.ts";

/** The company columns that synchronization adds. Lists hold ids of `crm_list_item`, 0 for none. */
export interface ContactSyncColumns {
  phone: Generated<string>;
  email: Generated<string>;
  url: Generated<string>;
  category_id: Generated<number>;
  business_id: Generated<number>;
  country_id: Generated<number>;
  no_mailing: Generated<number>;
}

/** The person columns that synchronization adds. Dates are timestamps, blank for none. */
export interface PersonSyncColumns {
  phone: Generated<string>;
  birth_date: Generated<string>;
}

/** A project. */
export interface ProjectTable extends Identified, Audited {
  name: string;
  number: string;
  description: string;
  url: string;
  end_date: string;
  type_id: number;
  completed: number;
  associate_id: number;
  active_erp_links: number;
}

/** A sale, to a company unless `contact_id` is 0. */
export interface SaleTable extends Identified, Audited {
  heading: string;
  number: string;
  sale_date: string;
  amount: number;
  probability: number;
  contact_id: number;
  person_id: number;
  project_id: number;
  associate_id: number;
  active_erp_links: number;
}

/** An item of one of the CRM's lists, such as `category`. */
export interface CrmListItemTable extends Identified {
  list_name: string;
  name: string;
  tooltip: string;
  rank: number;
  deleted: number;
}

/** A link's baseline, as JSON: later changes are detected by it. */
export interface ErpSyncBaselineTable extends Identified {
  external_key_id: number;
  /** `{ [ERP field key]: FieldBaseline }` as in `baseline.ts`, or in older rows `[CRM value, ERP value]`, both encoded. */
  field_values: string;
}

/** The high-water mark of each actor type of a connection: the latest ERP change that is synced. */
export interface ErpSyncMarkTable extends Identified {
  actor_type_id: number;
  most_recent_timestamp: string;
}

/** The time when a sync last completed all of a connection's links, also if some of them failed. */
export interface ErpSyncRunTable extends Identified {
  connection_id: number;
  synced_at: string;
}

/** A connection that the demo ERP knows, and the company that it reaches. */
export interface DemoErpClientTable extends Identified {
  /** The connection's GUID. */
  connection_id: string;
  company: string;
}

/** An actor of the demo ERP. */
export interface DemoErpActorTable extends Identified {
  company: string;
  actor_type: string;
  erp_key: string;
  parent_actor_type: string;
  parent_erp_key: string;
  /** `{ [field key]: encoded value }`, as JSON. */
  field_values: string;
  /** The number of the actor's last change among all changes. */
  stamp: number;
}

/** The number of changes that the demo ERP has seen: one row. */
export interface DemoErpStampTable extends Identified {
  stamp: number;
}

/** The tables that ErpSync added to the store after its first layout. */
export interface ErpSyncTables {
  project: ProjectTable;
  sale: SaleTable;
  crm_list_item: CrmListItemTable;
  erpsyncbaseline: ErpSyncBaselineTable;
  erpsyncmark: ErpSyncMarkTable;
  erpsyncrun: ErpSyncRunTable;
  miniature_client: DemoErpClientTable;
  miniature_actor: DemoErpActorTable;
  miniature_stamp: DemoErpStampTable;
}
