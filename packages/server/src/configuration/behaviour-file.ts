import type { SoapEndpointOptions } from "@superoffice-soap/endpoint";
import type {
  AccessTokenOptions,
  AnswerOptions,
  ApplicationOptions,
  ForeignSystemOptions,
  NetServerOptions,
  RelationOptions,
} from "@superoffice-soap/netserver";
import { servicesVersions } from "@superoffice-soap/schema";
import Type, { type Static, type TSchema } from "typebox";

/** A schema for each option, so that none is forgotten. */
type SchemaOfEach<Options> = Record<keyof Options, TSchema>;

const count = Type.Integer({ minimum: 1 });
const text = Type.String({ minLength: 1 });

const answers = {
  missingEntity: oneOf("nil", "exception"),
  emptyList: oneOf("empty", "nil"),
  overlongText: oneOf("reject", "truncate"),
  dates: oneOf("unmarked", "utc-marked"),
  rights: oneOf("table", "table-and-fields", "nil"),
} satisfies SchemaOfEach<AnswerOptions>;

const foreignSystem = {
  autoCreate: Type.Boolean(),
  addRejectsDuplicates: Type.Boolean(),
  takenAppName: oneOf("reuse", "reject"),
  unknownApp: oneOf("empty-entity", "nil"),
  comparison: oneOf("ignore-case", "ordinal"),
  emptyIdentifierMatchesAny: Type.Boolean(),
  ambiguousDevice: oneOf("accept", "reject"),
  deleteWithChildren: oneOf("cascade", "reject"),
  maxValueLength: count,
  longValues: oneOf("whole", "chained"),
  unknownTable: oneOf("reject", "store-as-0"),
  recordWithoutTable: oneOf("reject", "ignore"),
  blankNames: oneOf("reject", "store"),
} satisfies SchemaOfEach<ForeignSystemOptions>;

const relation = { unknownParties: oneOf("reject", "accept") } satisfies SchemaOfEach<RelationOptions>;

/** The options that JSON can hold and a program may choose. */
type SynchronizationOptions = Pick<
  NonNullable<NetServerOptions["synchronization"]>,
  "polling" | "connectorTimeLimitMs" | "passwords"
>;

const synchronization = {
  polling: Type.Boolean(),
  passwords: oneOf("as-stored", "masked"),
  connectorTimeLimitMs: count,
} satisfies SchemaOfEach<SynchronizationOptions>;

const application = { token: text, erpSync: Type.Optional(Type.Boolean()) } satisfies SchemaOfEach<ApplicationOptions>;

const accessToken = { token: text, user: text } satisfies Partial<SchemaOfEach<AccessTokenOptions>>;

const soap = {
  envelopes: oneOf("lenient", "strict"),
  dispatch: oneOf("action-or-body", "action"),
  errors: oneOf("header", "fault"),
} satisfies Partial<SchemaOfEach<SoapEndpointOptions>>;

/**
 * The behaviour of a NetServer as a JSON file gives it: each member is an option of `createNetServer` of the same name,
 * except for `soap`, which has the options of its SOAP endpoint.
 */
export const BehaviourFile = someOf({
  answers: someOf(answers),
  foreignSystem: someOf(foreignSystem),
  relation: someOf(relation),
  synchronization: someOf(synchronization),
  soap: someOf(soap),
  services: Type.Array(Type.Enum([...servicesVersions]), { minItems: 1 }),
  tables: Type.Record(text, Type.Integer({ minimum: 1, maximum: 32_767 })),
  storeTimeoutMs: Type.Integer({ minimum: 1, maximum: 3_600_000 }),
  tenant: Type.String({ minLength: 1, pattern: "^[^;]*$", description: "a text without a semicolon" }),
  implicitUser: text,
  failedSignIn: oneOf("answer", "exception"),
  ticketLifetimeSeconds: count,
  ticketMaxAgeSeconds: count,
  ticketRenewal: oneOf("sliding", "fixed"),
  applications: Type.Array(Type.Object(application, closed())),
  accessTokens: Type.Array(Type.Object(accessToken, closed())),
  passwordSignIn: Type.Boolean(),
  erpSync: oneOf("available", "denied"),
});

/** The content of a behaviour file. */
export type BehaviourFile = Static<typeof BehaviourFile>;

function oneOf<Value extends string>(...values: Value[]) {
  return Type.Enum(values);
}

function someOf<const Members extends Record<string, TSchema>>(members: Members) {
  return Type.Partial(Type.Object(members, closed()), closed());
}

function closed() {
  return { additionalProperties: false } as const;
}
