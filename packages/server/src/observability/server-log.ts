import type { ErrorEntry, WarningEntry } from "@superoffice-soap/endpoint";
import type { ConnectorLogEntry } from "@superoffice-soap/netserver";
import { type DestinationStream, destination, pino } from "pino";
import { errorReport } from "./error-report.ts";
import type { LogLevel } from "./log-levels.ts";
import type { PortError } from "./port-error.ts";

/** A request that has been answered, as far as it may be kept: no header, no query and no body. */
export interface RequestEntry {
  readonly requestId: string;
  readonly method: string;
  /** What was asked for, as one of the server's routes. */
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
  /** The address of who asked, when it is known. */
  readonly peer?: string | undefined;
  /** The GraphQL operation's name, when it has one. */
  readonly operationName?: string | undefined;
}

/** The server's log. It takes what each method names and nothing else, so that no secret can get into it. */
export interface ServerLog {
  listening(entry: { readonly url: string; readonly services: string }): void;
  /** Something that whoever started the server should know, in a sentence. */
  warning(sentence: string): void;
  /** `quiet` for what is asked for every few seconds, such as `/healthz`. */
  request(entry: RequestEntry, quiet: boolean): void;
  /**
   * Something that went wrong in this program. Its message is left out, since it may hold SQL, a ticket or somebody's data,
   * but for that of a database that cannot be reached.
   */
  fault(error: unknown, requestId?: string): void;
  /** A call that NetServer did not answer, or not in its contract's form. */
  portError(entry: PortError, requestId?: string): void;
  /** Something that an ERP connector did wrong. */
  connector(entry: ConnectorLogEntry): void;
  /** Something that went wrong behind the SOAP endpoint. */
  soapFailure(entry: ErrorEntry): void;
  /** A SOAP request of which something was skipped, or would be by WCF. */
  soapWarning(entry: WarningEntry): void;
  stopping(): void;
  stopped(): void;
}

/** A log of JSON lines, each with the id of the request it is about. It goes to standard error unless given another end. */
export function createServerLog(level: LogLevel, end: DestinationStream = destination(2)): ServerLog {
  const logger = pino(
    {
      level,
      base: null,
      messageKey: "message",
      formatters: { level: (label) => ({ level: label }) },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      // Nothing below logs any of these. This holds whoever adds to it to that.
      redact: { paths: [...secretNames, ...secretNames.map((name) => `*.${name}`)], censor: "[redacted]" },
    },
    end,
  );
  // What is undefined is left out of a line.
  return {
    listening: (entry) => logger.info(entry, "listening"),
    warning: (sentence) => logger.warn(sentence),
    request: (entry, quiet) => logger[quiet ? "debug" : "info"](entry, "request"),
    fault: (error, requestId) => logger.error({ requestId, fault: errorReport(error) }, "fault"),
    portError: (entry, requestId) => logger.warn({ requestId, ...entry }, "no answer from NetServer"),
    connector: ({ level: severity, url, operation, message, thrown }) =>
      logger[severity]({ connector: { url, operation, reason: message, thrown } }, "ERP connector"),
    soapFailure: ({ requestId, target, error, message, frames }) =>
      logger.error({ requestId, target, fault: { type: error, reason: message, frames } }, "fault"),
    soapWarning: ({ requestId, target, message }) => logger.warn({ requestId, target }, message),
    stopping: () => logger.info("stopping"),
    stopped: () => logger.info("stopped"),
  };
}

const secretNames = [
  "authorization",
  "cookie",
  "password",
  "ticket",
  "token",
  "accessToken",
  "applicationToken",
  "headers",
  "variables",
];
