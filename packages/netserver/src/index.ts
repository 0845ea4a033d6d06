export type { ConnectorLog, ConnectorLogEntry, ThrownError } from "./connector-log-entry.ts";
export type { CrmRecords } from "./crm/crm-records.ts";
export type { DemoErp, DemoErpEntry } from "./erp-connector/demo-erp/demo-erp.ts";
export { decodeFieldValue, encodeFieldValue, type FieldValue } from "./erp-connector/field-value.ts";
export { FieldValueError } from "./erp-connector/field-value-error.ts";
export { createNetServer, type NetServer } from "./net-server.ts";
export type {
  AccessTokenOptions,
  AnswerOptions,
  ApplicationOptions,
  ForeignSystemOptions,
  NetServerOptions,
  RelationOptions,
  SignInOptions,
  SynchronizationOptions,
  UserOptions,
} from "./options.ts";
export type { Schedule } from "./schedule.ts";
export { addressPrefix } from "./sign-in/address-prefix.ts";
export { isConnectionFailure } from "./store/is-connection-failure.ts";
export { StoreError } from "./store/store-error.ts";
