import { definedOptions } from "@superoffice-soap/schema";

/** How much one request may ask for. What is beyond is refused before it is resolved. */
export interface Limits {
  /** The largest request body in bytes. */
  readonly maxBodyBytes: number;
  /** How long NetServer may take to answer a request, in milliseconds; after the first of several parts, each call. */
  readonly timeoutMs: number;
  /**
   * How long a list that is streamed may take once it has begun, in milliseconds, and what follows the first part of an
   * answer.
   */
  readonly streamTimeoutMs: number;
  /** Words and signs in a document. */
  readonly maxTokens: number;
  /** How deep fields may be nested. */
  readonly maxDepth: number;
  /** Fields under another name than their own, fragments counted wherever they are spread. */
  readonly maxAliases: number;
  /** Directives in a document. */
  readonly maxDirectives: number;
  /** Fields to resolve, those of a connection's items as often as it has items at most. */
  readonly maxCost: number;
  /** Fields that sign in; each may be a guess at a password. */
  readonly maxSignIns: number;
  /** Calls of NetServer. */
  readonly maxCalls: number;
}

/** The items that a page has when `first` is not given. */
export const defaultPage = 100;

/** Wide enough for an app's largest page and for a batch of mutations, narrow enough for an open port. */
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

/** The limits that are given, and the defaults of the others. */
export function limitsOf(given: Partial<Limits> = {}): Limits {
  return { ...defaultLimits, ...definedOptions(given) };
}
