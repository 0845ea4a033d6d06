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
  /** The route of the server that the request is for. */
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
  /** The address of the caller, when it is known. */
  readonly peer?: string | undefined;
  /** The GraphQL operation's name, when it has one. */
  readonly operationName?: string | undefined;
}

/** The server's log. It takes what each method names and nothing else, so that no secret can get into it. */
export interface ServerLog {
  listening(entry: { readonly url: string; readonly services: string }): void;
  /** Logs a sentence that the administrator should know. */
  warning(sentence: string): void;
  /** Logs a request; `quiet` is for routes that are read every few seconds, such as `/healthz`. */
  request(entry: RequestEntry, quiet: boolean): void;
  /**
   * Logs a fault of this program. Its message is left out, since it may hold SQL, a ticket or personal data, except for
   * that of a database that cannot be reached.
   */
  fault(error: unknown, requestId?: string): void;
  /** Logs a call that NetServer did not answer, or not in its contract's form. */
  portError(entry: PortError, requestId?: string): void;
  /** Logs an error of an ERP connector. */
  connector(entry: ConnectorLogEntry): void;
  /** Logs a failure behind the SOAP endpoint. */
  soapFailure(entry: ErrorEntry): void;
  /** Logs a SOAP request of which something was skipped, or would be by WCF. */
  soapWarning(entry: WarningEntry): void;
  stopping(): void;
  stopped(): void;
}

/** Makes a log of JSON lines, each with the id of the request that it is about. `end` is standard error by default. */
export function createServerLog(level: LogLevel, end: DestinationStream = destination(2)): ServerLog {
  const logger = pino(
    {
      level,
      base: null,
      messageKey: "message",
      formatters: { level: (label) => ({ level: label }) },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      // Nothing below logs any of these. This keeps it so for what is added later.
      redact: { paths: [...secretNames, ...secretNames.map((name) => `*.${name}`)], censor: "[redacted]" },
    },
    end,
  );
  // Pino leaves `undefined` out of a line.
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
