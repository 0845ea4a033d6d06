import { definedOptions, type ServicesVersion, servicesVersions } from "@superoffice-soap/schema";
import { logConnectorToStandardError } from "./erp-connector/connector-log.ts";
import type {
  AnswerOptions,
  ForeignSystemOptions,
  NetServerOptions,
  RelationOptions,
  SignInOptions,
  SynchronizationOptions,
} from "./options.ts";
import { platformSchedule } from "./schedule.ts";
import { digestOf } from "./sign-in/digest.ts";
import type { SignInSettings } from "./sign-in/sign-in-settings.ts";

/** The options with every default filled in. What has no default is null when it was not given. */
export interface Settings {
  readonly store: string;
  readonly storeTimeoutMs: number;
  readonly clock: () => Date;
  /** True when the options want the demo data set; the store may have been made without it. */
  readonly demo: boolean;
  readonly tenant: string | null;
  readonly services: readonly ServicesVersion[];
  readonly tables: Readonly<Record<string, number>>;
  readonly systemInfo: NonNullable<NetServerOptions["systemInfo"]>;
  readonly signIn: SignInSettings;
  readonly answers: Required<AnswerOptions>;
  /** `unknownParties` is null when it goes by the demo data set. */
  readonly relation: { readonly unknownParties: NonNullable<RelationOptions["unknownParties"]> | null };
  readonly synchronization: Required<SynchronizationOptions>;
  /** `comparison` and `longValues` are null when the store decides. */
  readonly foreignSystem: Required<Omit<ForeignSystemOptions, "comparison" | "longValues">> & {
    readonly comparison: NonNullable<ForeignSystemOptions["comparison"]> | null;
    readonly longValues: NonNullable<ForeignSystemOptions["longValues"]> | null;
  };
}

const answerDefaults: Required<AnswerOptions> = {
  missingEntity: "nil",
  emptyList: "empty",
  overlongText: "reject",
  dates: "unmarked",
  rights: "table",
};

const foreignSystemDefaults: Settings["foreignSystem"] = {
  autoCreate: true,
  addRejectsDuplicates: false,
  takenAppName: "reuse",
  unknownApp: "empty-entity",
  comparison: null,
  longValues: null,
  emptyIdentifierMatchesAny: false,
  ambiguousDevice: "accept",
  deleteWithChildren: "cascade",
  maxValueLength: Number.POSITIVE_INFINITY,
  unknownTable: "reject",
  recordWithoutTable: "reject",
  blankNames: "reject",
};

const synchronizationDefaults: Required<SynchronizationOptions> = {
  connectors: {},
  connectorTimeLimitMs: 30_000,
  passwords: "as-stored",
  polling: false,
  onPollingFailure: () => undefined,
  log: logConnectorToStandardError,
  schedule: platformSchedule,
};

const sixHours = 6 * 60 * 60;

/** Some 24 days, so that the program's own timers for it are possible too. */
const maxTimerMs = 2 ** 31 - 2000;

const oneDay = 24 * 60 * 60;

/** Resolves options to settings. All defaults live here, except those of a single user. Throws RangeError for invalid options. */
export function settingsOf(options: NetServerOptions): Settings {
  assertValidOptions(options);
  return {
    store: options.store ?? ":memory:",
    storeTimeoutMs: options.storeTimeoutMs ?? 30_000,
    clock: options.clock ?? (() => new Date()),
    demo: options.demo ?? options.users === undefined,
    tenant: options.tenant ?? null,
    services: options.services ?? servicesVersions,
    tables: options.tables ?? {},
    systemInfo: options.systemInfo ?? {},
    signIn: signInSettings(options),
    answers: { ...answerDefaults, ...definedOptions({ ...options.answers }) },
    foreignSystem: { ...foreignSystemDefaults, ...definedOptions({ ...options.foreignSystem }) },
    relation: { unknownParties: options.relation?.unknownParties ?? null },
    synchronization: { ...synchronizationDefaults, ...definedOptions({ ...options.synchronization }) },
  };
}

function signInSettings(options: SignInOptions): SignInSettings {
  const applications = options.applications?.map(withDigest) ?? null;
  const { ticketLifetimeSeconds = sixHours } = options;
  return {
    users: options.users ?? [],
    implicitUser: options.implicitUser ?? null,
    accessTokens: options.accessTokens?.map(withDigest) ?? [],
    failedSignIn: options.failedSignIn ?? "answer",
    ticketLifetimeSeconds,
    ticketMaxAgeSeconds: options.ticketMaxAgeSeconds ?? Math.max(oneDay, ticketLifetimeSeconds),
    ticketRenewal: options.ticketRenewal ?? "sliding",
    applications,
    passwordSignIn: options.passwordSignIn ?? applications === null,
    erpSync: options.erpSync ?? "available",
  };
}

/** Returns the options of a token with its digest in its stead. */
function withDigest<T extends { readonly token: string }>({ token, ...said }: T) {
  return { ...said, digest: digestOf(token) };
}

function assertValidOptions({
  services,
  tenant,
  storeTimeoutMs = 1,
  ticketLifetimeSeconds = sixHours,
  ticketMaxAgeSeconds = oneDay,
  applications = [],
  accessTokens = [],
  foreignSystem = {},
}: NetServerOptions): void {
  const unknown = services?.find((version) => !servicesVersions.includes(version));
  if (unknown !== undefined) throw new RangeError(`services: there is no version ${unknown}`);
  if (services?.length === 0) throw new RangeError("services: at least one version must be served");
  if (!(storeTimeoutMs >= 1 && storeTimeoutMs <= maxTimerMs)) {
    throw new RangeError(`storeTimeoutMs must be from 1 to ${maxTimerMs}, not ${storeTimeoutMs}`);
  }
  if (!(ticketLifetimeSeconds > 0)) {
    throw new RangeError(`ticketLifetimeSeconds must be more than 0, not ${ticketLifetimeSeconds}`);
  }
  if (!(ticketMaxAgeSeconds > 0)) {
    throw new RangeError(`ticketMaxAgeSeconds must be more than 0, not ${ticketMaxAgeSeconds}`);
  }
  for (const [name, secrets] of Object.entries({ applications, accessTokens })) {
    // Whoever sends none would be signed in.
    if (secrets.some(({ token }) => !token)) throw new RangeError(`${name}: a token must not be blank`);
  }
  const { maxValueLength = 1 } = foreignSystem;
  if (!(maxValueLength >= 1))
    throw new RangeError(`foreignSystem.maxValueLength must be 1 or more, not ${maxValueLength}`);
  // Tickets hold the tenant behind a semicolon.
  if (tenant === "" || tenant?.includes(";")) throw new RangeError("tenant must not be blank or hold a semicolon");
}
