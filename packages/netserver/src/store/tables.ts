import type { Generated, Selectable } from "kysely";
import type { Audited, Identified } from "./columns.ts";
import type { ContactSyncColumns, ErpSyncTables, PersonSyncColumns } from "./erp-sync-tables.ts";

/** An external system. Columns named `…_key` hold collation keys: see `text-key.ts`. */
export interface ForeignAppTable extends Identified, Audited {
  name: string;
  name_key: string;
}

/** A part of an external system. */
export interface ForeignDeviceTable extends Identified, Audited {
  app_id: number;
  name: string;
  name_key: string;
  identifier: string;
  identifier_key: string;
  /** The owner of a device; 0, none, unless it was edited in the store directly. */
  owner_id: Generated<number>;
}

/** A named value on a device, bound to a record when `table_no` is not 0. */
export interface ForeignKeyTable extends Identified, Audited {
  device_id: number;
  table_no: number;
  record_id: number;
  name: string;
  name_key: string;
  value: string;
  value_key: string;
}

/** A part of a key's value, as in NetServer's own table; only in stores that keep values that way too. */
export interface ForeignKeyRowTable extends Identified {
  key_id: number;
  /** The index of the part in the value, from 0. */
  seqno: number;
  subvalue: string;
}

/** A kind of relation between two parties, with the words for either direction. */
export interface RelationDefinitionTable extends Identified {
  /** The active text. */
  name: string;
  passive_text: string;
  tooltip: string;
  rank: number;
  deleted: number;
}

/** A pair of tables that a relation definition may join. */
export interface RelationTargetTable extends Identified {
  definition_id: number;
  source_table: number;
  destination_table: number;
  bidirectional: number;
}

/** A relation between two parties, each of them a company (table 5) or a person (table 6). */
export interface RelationTable extends Identified, Audited {
  definition_id: number;
  source_table: number;
  source_record: number;
  destination_table: number;
  destination_record: number;
  /** The companies as they were given: the only data on a person whom the store lacks. */
  source_contact: number;
  destination_contact: number;
  comment: string;
  reversed: number;
  associate_id: number;
}

/** A company. */
export interface ContactTable extends Identified, Audited, ContactSyncColumns {
  name: string;
  department: string;
  number: string;
  org_number: string;
  associate_id: number;
  active_erp_links: number;
}

/** A person, who belongs to a company unless `contact_id` is 0. */
export interface PersonTable extends Identified, Audited, PersonSyncColumns {
  contact_id: number;
  first_name: string;
  last_name: string;
  title: string;
  email: string;
  active_erp_links: number;
}

/** A user group. */
export interface UserGroupTable extends Identified {
  name: string;
  rank: number;
  deleted: number;
}

/** A user of the CRM. */
export interface AssociateTable extends Identified {
  /** Login name. */
  name: string;
  name_key: string;
  full_name: string;
  email: string;
  tooltip: string;
  rank: number;
  /** Number of its `UserType`. */
  type: number;
  person_id: number;
  group_id: number;
  deleted: number;
}

/** A credential of a user: a password's or a ticket's hash, never the secret itself. */
export interface CredentialTable extends Identified {
  associate_id: number;
  /** `CRM5/PASSWORD` or `Ticket`. */
  type: string;
  /** The look-up key: the user's `name_key`, or the ticket's hash. */
  search_name: string;
  /** The password's hash, blank for a blank password; blank for a ticket. */
  secret: string;
  valid_from: string;
  /** The expiry; null for none. */
  valid_to: string | null;
  last_used: string;
}

/** An external ERP, reached by its URL. */
export interface ErpConnectorTable extends Identified, Audited {
  url: string;
  display_name: string;
  deleted: number;
  config_xml: string | null;
}

/** A connector and the values to reach one of its clients with. */
export interface ErpConnectionTable extends Identified, Audited {
  connector_id: number;
  display_name: string;
  display_description: string;
  active: number;
  /** The GUID that connector and server know the connection by. */
  connection_id: string;
  most_recent_timestamp: string;
  all_access: number;
  deleted: number;
}

/** An actor type that a connection's ERP has, and the CRM type that it is mapped to. */
export interface ErpConnectionActorTypeTable extends Identified, Audited {
  connection_id: number;
  actor_type_erp: number;
  actor_type_crm: number;
  is_active: number;
}

/** An access right to a connection that is not open to all: an associate or a user group, the other one being null. */
export interface ErpConnectionAccessTable extends Identified {
  connection_id: number;
  associate_id: number | null;
  user_group_id: number | null;
  can_connect: number;
  can_create_erp: number;
}

/** One configuration value of a connection. */
export interface ConnectionConfigFieldTable extends Identified {
  connection_id: number;
  field_key: string;
  field_value: string | null;
}

/** A CRM record that takes part in synchronization. */
export interface ErpInternalKeyTable extends Identified, Audited {
  table_no: number;
  record_id: number;
  most_recent_timestamp: string;
}

/** The actor of an ERP that a CRM record is linked to. */
export interface ErpExternalKeyTable extends Identified, Audited {
  internal_key_id: number;
  connection_id: number;
  erp_key: string;
  actor_type: number;
  most_recent_timestamp: string;
}

/** A mapping of an ERP's list item to one of the CRM. */
export interface ErpListItemMappingTable extends Identified {
  field_id: number;
  erp_item_key: string;
  crm_item_key: number | null;
}

/** A field of an ERP's actor type, how it is mapped and what its default is. */
export interface ErpFieldTable extends Identified, Audited {
  actor_type_id: number;
  erp_field_key: string;
  display_name: string;
  display_description: string;
  field_type: number;
  list_name: string;
  default_value: string;
  max_length: number;
  access: number;
  has_first_sync_default_value: number;
  first_sync_default_value: string;
  prompt_user: number;
  mandatory: number;
  /** Null when never mapped, blank when explicitly unmapped. */
  crm_field_key: string | null;
  sync_to_crm: number;
  sync_to_erp: number;
  show_in_gui: number;
  show_in_search: number;
  rank: number;
  list_reference: string;
  missing_in_erp: number;
}

/** One value that a synchronization changed. */
export interface ErpSyncLogTable extends Identified {
  external_key_id: number | null;
  erp_field_key: string;
  crm_field_key: string;
  target_is_crm: number;
  old_value: string;
  new_value: string;
  created_at: string;
}

/** The synchronization engine's state: one row. */
export interface ErpConfigurationTable extends Identified {
  /** Connection ids by priority, joined by semicolons; 0 stands for the CRM itself. */
  connection_rank: string;
  sync_interval_seconds: number;
  sync_running: number;
}

/** A setting of the store itself. */
export interface StoreSettingTable {
  name: string;
  value: string;
}

/** Every table of the store. Flags are 0 or 1, since SQLite has no booleans. */
export interface Tables extends ErpSyncTables {
  foreignapp: ForeignAppTable;
  foreigndevice: ForeignDeviceTable;
  foreignkey: ForeignKeyTable;
  foreignkeyrow: ForeignKeyRowTable;
  relationdefinition: RelationDefinitionTable;
  relationtarget: RelationTargetTable;
  relations: RelationTable;
  contact: ContactTable;
  person: PersonTable;
  usergroup: UserGroupTable;
  associate: AssociateTable;
  credentials: CredentialTable;
  erpconnector: ErpConnectorTable;
  erpconnection: ErpConnectionTable;
  erpconnectionactortype: ErpConnectionActorTypeTable;
  erpconnectionaccess: ErpConnectionAccessTable;
  connectionconfigfield: ConnectionConfigFieldTable;
  erpinternalkey: ErpInternalKeyTable;
  erpexternalkey: ErpExternalKeyTable;
  erplistitemmapping: ErpListItemMappingTable;
  erpfield: ErpFieldTable;
  erpsynclog: ErpSyncLogTable;
  erpconfiguration: ErpConfigurationTable;
  store_setting: StoreSettingTable;
}

/** A row of a table as it is read. */
export type Row<T extends keyof Tables> = Selectable<Tables[T]>;
