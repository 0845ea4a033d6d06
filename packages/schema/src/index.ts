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
export { type AgentContract, at, type Contract } from "./contract.ts";
// Entities and other named types.
export { Associate, UserType } from "./entities/associate.ts";
export { Carrier, FieldPropertyDictionary } from "./entities/carrier.ts";
export { ContactRelationEntity } from "./entities/contact-relation-entity.ts";
export { EFieldRight, FieldProperty, FieldRight } from "./entities/field-property.ts";
export { ForeignKey } from "./entities/foreign-key.ts";
export { ETableRight, TableRight } from "./entities/table-right.ts";
export {
  NetServerError,
  type NetServerErrorDetails,
  SchemaError,
  TransportError,
  type TransportErrorDetails,
} from "./errors.ts";
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
// For whoever derives something from schemas, or defines more of them.
export { type Agent, type AgentOptions, agent } from "./kit/agent.ts";
export { arrayOf, dictionary } from "./kit/collections.ts";
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
export { enumeration, flags, type LiteralDefinition } from "./kit/enumeration.ts";
export {
  type Answer,
  answeredOf,
  type Operation,
  type OperationDefinition,
  reads,
  resultOf,
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
export {
  findServices,
  isAvailable,
  latestServices,
  namespaceOf,
  type ServicesVersion,
  servicesOfNamespace,
  servicesVersions,
  type VersionRange,
} from "./services-version.ts";
