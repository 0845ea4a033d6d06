import type { ErpConnector, ServicesVersion, SoSystemInfoCarrier } from "@superoffice-soap/schema";
import type { ConnectorLog } from "./connector-log-entry.ts";
import type { Schedule } from "./schedule.ts";

/** A user who may sign in. */
export interface UserOptions {
  /** Login name; upper and lower case are the same. */
  readonly name: string;
  /** Stored as a hash only. It must not be blank. */
  readonly password: string;
  /** @default the login name */
  readonly fullName?: string;
  readonly email?: string;
  /** The person that the user is, in the store's `person` table. */
  readonly personId?: number;
  /** Primary user group. @default 1 */
  readonly groupId?: number;
}

/** An app that may call in Online mode. */
export interface ApplicationOptions {
  /** The app's client secret, which its calls carry as application token. */
  readonly token: string;
  /** True when the app may use the restricted ErpSync agent. @default false */
  readonly erpSync?: boolean;
}

/** An access token that signs a user in. */
export interface AccessTokenOptions {
  readonly token: string;
  /** Login name of the user. */
  readonly user: string;
  /** From when the token is worth nothing. @default never */
  readonly validTo?: Date;
}

/** The storage of key values that are longer than a row of NetServer's own table. */
export type LongValues = "whole" | "chained";

/** The behaviour of foreign keys where SuperOffice's documentation is silent. */
export interface ForeignSystemOptions {
  /** Writing a device or key creates the app and device it needs; when false that is SoNotFoundException. @default true */
  readonly autoCreate?: boolean;
  /**
   * AddForeignKey of a key that exists is SoDuplicateException, not an update. A second key of the same name on the same
   * record is never stored: no look-up could tell the two apart, and the store's indexes rule it out. @default false
   */
  readonly addRejectsDuplicates?: boolean;
  /**
   * Saving a new app under a taken name answers the app that has it, or SoDuplicateException. Two apps of one name are
   * never stored, as with keys. @default "reuse"
   */
  readonly takenAppName?: "reuse" | "reject";
  /** GetAppByName without such an app answers an app with id 0, or nil. @default "empty-entity" */
  readonly unknownApp?: "empty-entity" | "nil";
  /** The comparison of names and values: texts that differ in case or trailing blanks are the same, or not. Fixed once the store exists. @default "ignore-case" */
  readonly comparison?: "ignore-case" | "ordinal";
  /** A blank device identifier in look-ups and deletes stands for every identifier, not for the blank one. @default false */
  readonly emptyIdentifierMatchesAny?: boolean;
  /** A name alone that addresses several devices stands for the one with the lowest id (lists: all), or is SoInvalidArgumentException. @default "accept" */
  readonly ambiguousDevice?: "accept" | "reject";
  /** Deleting an app or device deletes what it holds, or is SoIllegalOperationException when it holds something. @default "cascade" */
  readonly deleteWithChildren?: "cascade" | "reject";
  /** The longest key value that is stored, in UTF-16 code units; longer is as `overlongText` says. @default Infinity */
  readonly maxValueLength?: number;
  /**
   * Values longer than the 239 code units of a NetServer row are stored whole; or, for whoever reads a backup or a dump
   * of the store, each value also cut over rows `(key_id, seqno, subvalue)` of the table `foreignkeyrow`, as NetServer
   * does it. Callers get the whole value either way. Fixed once the store exists. @default "whole"
   */
  readonly longValues?: LongValues;
  /** A table name that the catalogue lacks is SoInvalidArgumentException, or stored as table 0, the record id as it is. @default "reject" */
  readonly unknownTable?: "reject" | "store-as-0";
  /** A record id without a table is SoInvalidArgumentException, or reads as 0. @default "reject" */
  readonly recordWithoutTable?: "reject" | "ignore";
  /**
   * Writing a device or key whose name is blank, nil or absent is SoValidationException; or the name is stored blank, as
   * a NetServer's columns allow. An app always needs a name. A key's Value may be blank, and is when it is nil or absent,
   * which WCF does not tell apart. @default "reject"
   */
  readonly blankNames?: "reject" | "store";
}

/** The behaviour of relations. */
export interface RelationOptions {
  /** A relation between companies or persons whom the store lacks is SoValidationException, or stored. @default "reject" with the demo data, else "accept" */
  readonly unknownParties?: "reject" | "accept";
}

/** The synchronization of data with ERPs. */
export interface SynchronizationOptions {
  /** Connectors by the URL that they are stored with. The ERP in miniature is at `demo://erp` unless one here is. */
  readonly connectors?: Readonly<Record<string, ErpConnector>>;
  /** Milliseconds that a connector may take for one call. @default 30000 */
  readonly connectorTimeLimitMs?: number;
  /**
   * Passwords among the values that a connection is configured with are answered as they are stored, or as
   * `********`. A mask that is saved again leaves the password as it is; one that stands for no stored value is
   * SoValidationException. The mask hides passwords from answers alone: whoever may save or test a connection can have
   * the stored password sent to another server, with the mask beside a changed address. @default "as-stored"
   */
  readonly passwords?: "as-stored" | "masked";
  /**
   * True when this server syncs on its own, at the engine's interval while the engine runs. Several servers on one store
   * may: one at a time moves data. @default false
   */
  readonly polling?: boolean;
  /**
   * Told why the engine could not look for work, which it tries again a minute later, and what failed in a run: an error
   * named `PolledRunFailure` with the connectors' explanations as message. @default nobody is told
   */
  readonly onPollingFailure?: (error: unknown) => void;
  /**
   * Told of connectors that throw, take too long or answer what cannot be used, with the error's stack and causes; and,
   * once each, of fields and actor types that an answer has too much. @default a line on standard error, and one for each
   * frame
   */
  readonly log?: ConnectorLog;
  /** The timers that time limits, polling and delayed sign-ins use. @default the platform's */
  readonly schedule?: Schedule;
}

/** The form of every agent's answers. */
export interface AnswerOptions {
  /** A getter of one thing that does not exist answers nil, or SoNotFoundException. @default "nil" */
  readonly missingEntity?: "nil" | "exception";
  /** A list without items is empty, or nil. @default "empty" */
  readonly emptyList?: "empty" | "nil";
  /** Text that is too long to store is SoValidationException, or cut. @default "reject" */
  readonly overlongText?: "reject" | "truncate";
  /** Dates are UTC without saying so, or end in `Z`. @default "unmarked" */
  readonly dates?: "unmarked" | "utc-marked";
  /** Rights in answers: everything is allowed; the same with type and length of each field; or nothing said. @default "table" */
  readonly rights?: "table" | "table-and-fields" | "nil";
}

/** The users and apps that may call, and for how long. */
export interface SignInOptions {
  /**
   * Users who can sign in; whoever could by an earlier list and is not in this one is retired. Given, there is no demo
   * data set unless `demo` says so.
   */
  readonly users?: readonly UserOptions[];
  /** The login name of the user whom AuthenticateImplicit signs in. @default none */
  readonly implicitUser?: string;
  /** The access tokens that AuthenticateWithAccessToken accepts. */
  readonly accessTokens?: readonly AccessTokenOptions[];
  /** A failed sign-in answers `AuthenticationSucceeded` false, or is SoInvalidPasswordException. @default "answer" */
  readonly failedSignIn?: "answer" | "exception";
  /** Seconds that a ticket is good; `Infinity` for ever. @default 21600 */
  readonly ticketLifetimeSeconds?: number;
  /**
   * The greatest age of a ticket, in seconds, however often its lifetime starts anew; `Infinity` for any age.
   * @default 86400, or `ticketLifetimeSeconds` when that is longer
   */
  readonly ticketMaxAgeSeconds?: number;
  /** The effect of a ticket's use: it starts the lifetime anew, or does not. @default "sliding" */
  readonly ticketRenewal?: "sliding" | "fixed";
  /** Given, the server is in Online mode: every call needs one of these tokens. Left out, it is on site and ignores tokens. */
  readonly applications?: readonly ApplicationOptions[];
  /** True when name and password sign in. Online they go to SuperID instead. @default true on site, false Online */
  readonly passwordSignIn?: boolean;
  /** The ErpSync agent works, or is SoLicenseException as without a licence. @default "available" */
  readonly erpSync?: "available" | "denied";
}

/** The options of a NetServer. Every one has a default, so `createNetServer()` is a server to play with. */
export interface NetServerOptions extends SignInOptions {
  /** `:memory:`, a data directory, or a PostgreSQL URL. @default ":memory:" */
  readonly store?: string;
  /**
   * Milliseconds that a statement may take on PostgreSQL; then it is cancelled, or its connection given up when that is
   * silent, and the call is SoDbAccessException. A write to SQLite waits as long for other servers to finish
   * theirs, and 10 seconds at most.
   * @default 30000
   */
  readonly storeTimeoutMs?: number;
  /** The present moment, asked for at every call. @default () => new Date() */
  readonly clock?: () => Date;
  /** True when a new store is filled with the demo data set, and blank passwords work from the loopback address. @default true without `users` */
  readonly demo?: boolean;
  /** The tenant, `Cust12345`, which tickets then end in. @default none, as on site */
  readonly tenant?: string;
  /** The versions of the contract that are served. @default all */
  readonly services?: readonly ServicesVersion[];
  /** Tables beyond SuperOffice's own, number by name. */
  readonly tables?: Readonly<Record<string, number>>;
  /** The members of GetSystemInfo's answer that differ from what this program says of itself. */
  readonly systemInfo?: SoSystemInfoCarrier;
  readonly answers?: AnswerOptions;
  readonly foreignSystem?: ForeignSystemOptions;
  readonly relation?: RelationOptions;
  readonly synchronization?: SynchronizationOptions;
}
