export { callerNetwork } from "./caller-network.ts";
export { isConnectionFailure } from "./connection-failure.ts";
export { endOfTurn } from "./end-of-turn.ts";
export type { Schedule } from "./erp-sync/connector-call.ts";
export type { ConnectorLog, ConnectorLogEntry, ThrownError } from "./erp-sync/connector-log.ts";
export type { CrmRecords } from "./erp-sync/crm-access.ts";
export {
  type ConnectorAnswer,
  type ConnectorResult,
  type ErpActor,
  type ErpConnector,
  type ErpListItem,
  type FieldValues,
  missingConfiguration,
  type SearchRestriction,
} from "./erp-sync/erp-connector.ts";
export { decodeFieldValue, encodeFieldValue, type FieldValue, FieldValueError } from "./erp-sync/field-value.ts";
export type { MiniatureEntry, MiniatureErp } from "./erp-sync/miniature/miniature-erp.ts";
export { givenOptions } from "./given-options.ts";
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
export { acceptsGzip } from "./soap/accepts-gzip.ts";
export { blankPasswordHint, type RefusedCaller } from "./soap/blank-password-hint.ts";
export {
  BodyBudget,
  type BodyBudgetOptions,
  defaultBodyIdleMs,
  defaultBudgetBytes,
  defaultMaxUnknownBytes,
  processBodyBudget,
} from "./soap/body-budget.ts";
export { BodyError, type BodyErrorStatus, ClientGoneError } from "./soap/body-error.ts";
export { responseToUnread } from "./soap/early-response.ts";
export { nextPiece } from "./soap/event-loop-piece.ts";
export { explainRefusedSignIn } from "./soap/explain-refused-sign-in.ts";
export type { FailureEntry, FailureLog } from "./soap/failure-log.ts";
export { type CallerTraits, httpVersionOf, isLocalCaller, isLoopbackOrigin, whyNotLocal } from "./soap/local-caller.ts";
export { netServerApp } from "./soap/net-server-app.ts";
export { isTicketGood, probe } from "./soap/probe-ticket.ts";
export { type BodyLimits, readBody } from "./soap/request-body.ts";
export type { WarningEntry, WarningLog } from "./soap/request-warnings.ts";
export type { ServedContext, ServedPort } from "./soap/served-port.ts";
export type { SoapEndpointOptions } from "./soap/soap-endpoint-options.ts";
export { stackFramesOf } from "./stack-frames.ts";
export { StoreError } from "./store/store-error.ts";
