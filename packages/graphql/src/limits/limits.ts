import { definedOptions } from "@superoffice-soap/schema";

/** The limits of one request. A request beyond them is refused before it is resolved. */
export interface Limits {
  /** The largest request body in bytes. */
  readonly maxBodyBytes: number;
  /**
   * The timeout in milliseconds of all NetServer calls of a request together; after the first part of an incremental
   * response, of each call.
   */
  readonly timeoutMs: number;
  /**
   * The timeout in milliseconds of a streamed list once it has begun, and of everything after the first part of a
   * response.
   */
  readonly streamTimeoutMs: number;
  /** The most tokens (words and signs) in a document. */
  readonly maxTokens: number;
  /** The deepest nesting of fields. */
  readonly maxDepth: number;
  /** The most aliases: fields under another name than their own, fragments counted wherever they are spread. */
  readonly maxAliases: number;
  /** The most directives in a document. */
  readonly maxDirectives: number;
  /** The highest cost: the fields to resolve, those of a connection's items as often as it has items at most. */
  readonly maxCost: number;
  /** The most fields that sign in; each may be a guess at a password. */
  readonly maxSignIns: number;
  /** The most calls of NetServer. */
  readonly maxCalls: number;
}

/** The number of items of a page when `first` is not given. */
export const defaultPage = 100;

/**
 * The default limits: wide enough for an app's largest page and for a batch of mutations, narrow enough for an open
 * port.
 */
export const defaultLimits: Limits = {
  maxBodyBytes: 1024 * 1024,
  timeoutMs: 60_000,
  streamTimeoutMs: 600_000,
  maxTokens: 10_000,
  maxDepth: 15,
  maxAliases: 250,
  maxDirectives: 50,
  maxCost: 100_000,
  maxSignIns: 3,
  maxCalls: 1000,
};

/** Returns the limits that are given, and the defaults of the others. */
export function limitsOf(given: Partial<Limits> = {}): Limits {
  return { ...defaultLimits, ...definedOptions(given) };
}
