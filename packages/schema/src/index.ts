// The contract: versions, agents, what each operation takes and answers.

export { type AgentName, type Agents, agents, type OperationName } from "./agents.ts";
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
} from "./call.ts";
export { type CallContextParts, callContext, type NewCallContext } from "./call-context.ts";
export { type AgentContract, at, type Contract, type OperationAddress, operationAt } from "./contract.ts";
export { productVersion } from "./product-version.ts";
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
} from "./services-version.ts";

// What goes wrong.

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
} from "./errors.ts";
export { nearestName, suggestionFor } from "./nearest-name.ts";
export { withoutFrames } from "./stack-frames.ts";

// Secrets inside of texts.

export { isSecretName, replacePasswords } from "./embedded-passwords.ts";

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
} from "./headers.ts";

// Entities and other named types.

export { CrmActorType, ErpActorType } from "./entities/actor-type.ts";
export { Associate, UserType } from "./entities/associate.ts";
export { AuthenticationGenericData } from "./entities/authentication-generic-data.ts";
export { Carrier, FieldPropertyDictionary } from "./entities/carrier.ts";
export { ChangedData, ChangedDataItem } from "./entities/changed-data.ts";
export { ContactRelationEntity } from "./entities/contact-relation-entity.ts";
export { ErpConnection } from "./entities/erp-connection.ts";
export { ErpConnectionData } from "./entities/erp-connection-data.ts";
export {
  ErpConnectionListMapping,
  ErpConnectionListMappingContainer,
  ErpCrmListItemMapping,
} from "./entities/erp-connection-list-mapping.ts";
export { ErpSyncActorTypeMapping } from "./entities/erp-sync-actor-type-mapping.ts";
export { ErpSyncActorSummary, ErpSyncConnectionSummary } from "./entities/erp-sync-connection-summary.ts";
export { ErpSyncConnectorEntity } from "./entities/erp-sync-connector-entity.ts";
export { ErpSyncDefaultValue } from "./entities/erp-sync-default-value.ts";
export { ErpSyncEngineStatus } from "./entities/erp-sync-engine-status.ts";
export { ErpSyncFieldMapping } from "./entities/erp-sync-field-mapping.ts";
export { ErpSyncFieldValue } from "./entities/erp-sync-field-value.ts";
export { ErpSyncResponseCode } from "./entities/erp-sync-response-code.ts";
export { FieldAccess, FieldMetadata, FieldMetadataType } from "./entities/field-metadata.ts";
export { EFieldRight, FieldProperty, FieldRight } from "./entities/field-property.ts";
export { ForeignAppEntity } from "./entities/foreign-app-entity.ts";
export { ForeignDevice } from "./entities/foreign-device.ts";
export { ForeignKey } from "./entities/foreign-key.ts";
export { GrantedModuleLicense } from "./entities/granted-module-license.ts";
export { LicenseInfo, ModuleLicense } from "./entities/license-info.ts";
export { LicenseType } from "./entities/license-type.ts";
export { ListItem } from "./entities/list-item.ts";
export { MDOListItem } from "./entities/mdo-list-item.ts";
export { PluginResponse, QuoteStatus } from "./entities/plugin-response.ts";
export { DSAParameters, SignedPublicKey } from "./entities/signed-public-key.ts";
export { EjUserStatus, ProvidedCredential, RoleType, SoPrincipalCarrier } from "./entities/so-principal-carrier.ts";
export { NetServerBuildType, SoSystemInfoCarrier } from "./entities/so-system-info-carrier.ts";
export { StringDictionary } from "./entities/string-dictionary.ts";
export { ETableRight, TableRight } from "./entities/table-right.ts";

// For whoever derives something from schemas, or defines more of them.

export { assertKnownMembers, assertMembersOf } from "./assert-known-members.ts";
export { type Agent, type AgentOptions, agent } from "./kit/agent.ts";
export { arrayOf, dictionary } from "./kit/collections.ts";
export { defaultOf } from "./kit/default-value.ts";
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
export { schemaAt } from "./kit/project.ts";
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
export { annotate, type MemberOptions, nillable, type Schema, type Static } from "./kit/schema.ts";
export { asXmlText, characterOutsideXml, isXmlText } from "./kit/xml-text.ts";
export {
  type ArrayType,
  type DictionaryType,
  type EntityType,
  type EnumerationType,
  fixedNamespaces,
  type Literal,
  type ScalarName,
  type ScalarType,
  type SelfType,
  type TypeNamespace,
  type XmlType,
} from "./kit/xml-type.ts";
