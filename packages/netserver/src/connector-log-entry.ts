import type { ErpConnector } from "@superoffice-soap/schema";

/** Something about a connector that its author should know. Passwords of the connection's configuration are not in it. */
export interface ConnectorLogEntry {
  /** `error` for a call that failed, `warn` for an answer of which something was skipped. */
  readonly level: "error" | "warn";
  /** The connector's address. */
  readonly url: string;
  /** The method that was called. */
  readonly operation: keyof ErpConnector;
  readonly message: string;
  /** The error that the connector threw, then its causes; none when it threw nothing. */
  readonly thrown: readonly ThrownError[];
}

/** An error as a log has it. */
export interface ThrownError {
  /** Its class; of what is no error, its type. */
  readonly error: string;
  readonly message: string;
  /** The calls that led to it, one each, the innermost first. */
  readonly frames: readonly string[];
}

/** Is told about connectors. */
export type ConnectorLog = (entry: ConnectorLogEntry) => void;
