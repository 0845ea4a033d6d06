// The contract: its versions, its agents, and their operations.

export { type AgentName, type Agents, agents, type OperationName } from "./contract/agents.ts";
export { type AgentContract, at, type Contract, type OperationAddress, operationAt } from "./contract/contract.ts";
export {
  assertKnownServices,
  findServices,
  isAvailable,
  latestServices,
  namespaceOf,
  type ServicesVersion,
  servicesOfNamespace,
  servicesVersions,
  soapActionOf,
  type VersionRange,
} from "./kit/services-version.ts";
export { productVersion } from "./product-version.ts";

// The ports: NetServer as a client calls it, and an ERP as the sync calls it.

export { type CallContextParts, callContext, type NewCallContext } from "./port/call-context.ts";
export {
  type ConnectorAnswer,
  type ConnectorResult,
  type ErpActor,
  type ErpConnector,
  type ErpListItem,
  type FieldValues,
  missingConfiguration,
  type SearchRestriction,
  saysMissingConfiguration,
} from "./port/erp-connector-port.ts";
export { explainRefusedSignIn } from "./port/explain-refused-sign-in.ts";
export type {
  Answered,
  Call,
  CallContext,
  Input,
  ListItemOf,
  ListOperationName,
  NetServerPort,
  Output,
  StreamCall,
} from "./port/net-server-port.ts";
export { isTicketGood, probe } from "./port/probe-ticket.ts";
export { type StreamedList, startList } from "./port/streamed-list.ts";
export { isTicket, ticketPrefix } from "./port/ticket-prefix.ts";
export { fixedTicket, type KeptTicket, renewableTicket, type TicketSource } from "./port/ticket-source.ts";

// The errors of calls, and the texts in them.

export { nearestName, suggestionFor } from "./kit/nearest-name.ts";
export { isSecretName, replacePasswords } from "./port/embedded-passwords.ts";
export {
  exceptionNameOf,
  isSessionError,
  NetServerError,
  type NetServerErrorDetails,
  SchemaError,
  shortened,
  TransportError,
  type TransportErrorCode,
  type TransportErrorDetails,
} from "./port/errors.ts";
export { stackFramesOf, withoutFrames } from "./port/stack-trace.ts";

// Checks of input and options.

export { assertKnownMembers, assertMembersOf } from "./port/assert-known-members.ts";
export { definedOptions } from "./port/defined-options.ts";

// Header blocks.

export {
  anonymousRequestHeaders,
  type RequestHeaders,
  type ResponseHeaders,
  requestHeaders,
  responseHeaders,
  SoCredentials,
  SoExceptionInfo,
  SoExtraInfo,
  SoTimeZone,
} from "./types/header-blocks.ts";

// Entities and other named types.

export { CrmActorType, ErpActorType } from "./agents/erp-sync/actor-type.ts";
export { ChangedData, ChangedDataItem } from "./agents/erp-sync/changed-data.ts";
export { ErpConnection } from "./agents/erp-sync/erp-connection.ts";
export { ErpConnectionData } from "./agents/erp-sync/erp-connection-data.ts";
export {
  ErpConnectionListMapping,
  ErpConnectionListMappingContainer,
  ErpCrmListItemMapping,
} from "./agents/erp-sync/erp-connection-list-mapping.ts";
export { ErpSyncActorTypeMapping } from "./agents/erp-sync/erp-sync-actor-type-mapping.ts";
export { ErpSyncActorSummary, ErpSyncConnectionSummary } from "./agents/erp-sync/erp-sync-connection-summary.ts";
export { ErpSyncConnectorEntity } from "./agents/erp-sync/erp-sync-connector-entity.ts";
export { ErpSyncDefaultValue } from "./agents/erp-sync/erp-sync-default-value.ts";
export { ErpSyncEngineStatus } from "./agents/erp-sync/erp-sync-engine-status.ts";
export { ErpSyncFieldMapping } from "./agents/erp-sync/erp-sync-field-mapping.ts";
export { ErpSyncFieldValue } from "./agents/erp-sync/erp-sync-field-value.ts";
export { ErpSyncResponseCode } from "./agents/erp-sync/erp-sync-response-code.ts";
export { FieldAccess, FieldMetadata, FieldMetadataType } from "./agents/erp-sync/field-metadata.ts";
export { PluginResponse, QuoteStatus } from "./agents/erp-sync/plugin-response.ts";
export { ForeignAppEntity } from "./agents/foreign-system/foreign-app-entity.ts";
export { ForeignDevice } from "./agents/foreign-system/foreign-device.ts";
export { ForeignKey } from "./agents/foreign-system/foreign-key.ts";
export { ContactRelationEntity } from "./agents/relation/contact-relation-entity.ts";
export { AuthenticationGenericData } from "./agents/so-principal/authentication-generic-data.ts";
export { GrantedModuleLicense } from "./agents/so-principal/granted-module-license.ts";
export { LicenseInfo, ModuleLicense } from "./agents/so-principal/license-info.ts";
export { LicenseType } from "./agents/so-principal/license-type.ts";
export { DSAParameters, SignedPublicKey } from "./agents/so-principal/signed-public-key.ts";
export {
  EjUserStatus,
  ProvidedCredential,
  RoleType,
  SoPrincipalCarrier,
} from "./agents/so-principal/so-principal-carrier.ts";
export { NetServerBuildType, SoSystemInfoCarrier } from "./agents/so-principal/so-system-info-carrier.ts";
export { Associate, UserType } from "./types/associate.ts";
export { Carrier, FieldPropertyDictionary } from "./types/carrier.ts";
export { EFieldRight, FieldProperty, FieldRight } from "./types/field-property.ts";
export { ListItem } from "./types/list-item.ts";
export { MDOListItem } from "./types/mdo-list-item.ts";
export { StringDictionary } from "./types/string-dictionary.ts";
export { ETableRight, TableRight } from "./types/table-right.ts";

// The kit: for deriving from the contract's schemas, or defining more of them.

export { type Agent, type AgentOptions, agent } from "./kit/agent.ts";
export { annotate, type MemberOptions, nillable } from "./kit/annotate.ts";
export { arrayOf, dictionary } from "./kit/collections.ts";
export { defaultOf, scalarDefaults } from "./kit/default-of.ts";
export {
  type Entity,
  type EntityOptions,
  entity,
  entityOf,
  extend,
  type Members,
  self,
  type Values,
} from "./kit/entity.ts";
export { type EnumerationOptions, enumeration, flags, type LiteralDefinition } from "./kit/enumeration.ts";
export { type BigIntegerName, bigIntegerRanges, type IntegerName, integerRanges } from "./kit/integer-range.ts";
export {
  type Answer,
  answeredOf,
  type Operation,
  type OperationDefinition,
  reads,
  resultItemOf,
  resultOf,
  resultSchemaOf,
  returns,
  returnsAll,
  returnsNothing,
  writes,
} from "./kit/operation.ts";
export {
  base64Binary,
  boolean,
  byte,
  dateTime,
  dateTimePattern,
  decimal,
  decimalPattern,
  double,
  duration,
  durationPattern,
  float,
  guid,
  guidPattern,
  int,
  long,
  short,
  string,
  type TextOptions,
  unsignedByte,
  unsignedInt,
  unsignedLong,
  unsignedShort,
} from "./kit/scalars.ts";
export {
  type ArrayType,
  type DictionaryType,
  type EntityType,
  type EnumerationType,
  fixedNamespaces,
  type Literal,
  type ScalarName,
  type ScalarType,
  type Schema,
  type SelfType,
  type Static,
  type TypeNamespace,
  type XmlType,
} from "./kit/schema.ts";
export { schemaAt } from "./kit/schema-at.ts";
export { asXmlText, characterOutsideXml, isXmlText } from "./kit/xml-text.ts";
