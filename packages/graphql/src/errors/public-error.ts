import {
  exceptionNameOf,
  isSessionError,
  NetServerError,
  SchemaError,
  type SoExceptionInfo,
  TransportError,
  type TransportErrorCode,
  withoutFrames,
} from "@superoffice-soap/schema";
import { GraphQLError, type GraphQLErrorExtensions, type GraphQLErrorOptions } from "graphql";
import { type ArgumentPath, pathOfSchemaError, pathText } from "./argument-path.ts";

/** The codes by which a client can tell errors apart: `extensions.code`. */
export type ErrorCode =
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "BAD_USER_INPUT"
  | "NOT_FOUND"
  | "CONFLICT"
  | "BAD_REQUEST"
  | "BODY_TOO_LARGE"
  | "UNSUPPORTED_MEDIA_TYPE"
  | "QUERY_TOO_LARGE"
  | "RATE_LIMITED"
  | "OVERLOADED"
  | "TIMEOUT"
  | "UPSTREAM_UNAVAILABLE"
  | "UPSTREAM_INVALID"
  | "INTERNAL_SERVER_ERROR";

/** The codes of NetServer's exceptions (the last part of the .NET name) that say what is wrong with a call. */
const codeOfException: Readonly<Record<string, ErrorCode>> = {
  SoInvalidPasswordException: "UNAUTHENTICATED",
  SoTooManySignInsException: "RATE_LIMITED",
  SoSentryException: "FORBIDDEN",
  SoLicenseException: "FORBIDDEN",
  SoNotFoundException: "NOT_FOUND",
  SoValidationException: "BAD_USER_INPUT",
  SoInvalidArgumentException: "BAD_USER_INPUT",
  SoIllegalOperationException: "CONFLICT",
  SoDuplicateException: "CONFLICT",
};

/** Makes an error that tells its reader what went wrong, with a code. */
export function codedError(code: ErrorCode, message: string, extensions: GraphQLErrorExtensions = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { ...extensions, code } });
}

/** The subject of a NetServer error, in a field's terms. */
export interface RefusedArgument {
  readonly path: ArgumentPath;
  /** NetServer's message in the words of the field. */
  inWords(message: string): string;
}

/**
 * Returns an error of NetServer's with the path of the argument that caused it, as far as `about` knows; any other
 * error unchanged.
 */
export function withArgumentPath(
  error: unknown,
  about: (error: NetServerError) => RefusedArgument | undefined,
): unknown {
  const refused = error instanceof NetServerError ? about(error) : undefined;
  if (!(error instanceof NetServerError) || refused === undefined) return error;
  const { message, extensions } = netServerError(error);
  const { path } = refused;
  return new GraphQLError(refused.inWords(message), { originalError: error, extensions: { ...extensions, path } });
}

/**
 * Returns the error as a client may see it: this project's own errors with their code, GraphQL's unchanged, and all
 * others as an internal error without its message. Stack traces, URLs and SQL are never included.
 */
export function publicError(error: unknown): GraphQLError {
  if (!(error instanceof GraphQLError)) return described(error);
  const { originalError } = error;
  if (originalError === undefined) return error;
  const { message, extensions } = originalError instanceof GraphQLError ? originalError : described(originalError);
  return new GraphQLError(message, { ...locationOf(error), extensions });
}

function locationOf({ nodes, source, positions, path }: GraphQLError): GraphQLErrorOptions {
  return { nodes: nodes ?? null, source: source ?? null, positions: positions ?? null, path: path ?? null };
}

/**
 * Tells whether an error is a fault of this program. A failure that a remote NetServer reports is a fault of that
 * NetServer.
 */
export function isUnexpected(error: unknown): boolean {
  return publicError(error).extensions.code === "INTERNAL_SERVER_ERROR" && !(rootOf(error) instanceof NetServerError);
}

/** Returns the original error inside an error that GraphQL, and perhaps NetServer, wrapped. */
export function rootOf(error: unknown): unknown {
  const inner = error instanceof GraphQLError ? error.originalError : error instanceof Error ? error.cause : undefined;
  return inner === undefined ? error : rootOf(inner);
}

function described(error: unknown): GraphQLError {
  if (error instanceof NetServerError) return netServerError(error);
  if (error instanceof SchemaError) {
    const path = pathOfSchemaError(error);
    const where = path.length === 0 ? "" : ` at ${pathText(path)}`;
    return codedError("BAD_USER_INPUT", `Expected ${error.expected} but found ${error.actual}${where}.`, { path });
  }
  if (error instanceof TransportError) return transportError(error);
  // The codec's error is recognised by its name: it reaches this package only through a port.
  if (error instanceof Error && error.name === "DecodeError") {
    return codedError("UPSTREAM_INVALID", "NetServer's answer could not be read.");
  }
  return codedError("INTERNAL_SERVER_ERROR", "Unexpected error.");
}

function netServerError(error: NetServerError): GraphQLError {
  const { message, exceptionType } = error;
  const exceptionName = exceptionNameOf(exceptionType);
  const code = isSessionError(error) ? "UNAUTHENTICATED" : (codeOfException[exceptionName] ?? "INTERNAL_SERVER_ERROR");
  const friendlyText = publicText(error.friendlyText, error);
  const said = aboutDatabase.test(exceptionType) ? null : publicText(message, error);
  const shown = said ?? friendlyText ?? `NetServer failed with ${exceptionName}.`;
  return codedError(code, shown, { exceptionType, friendlyText });
}

/**
 * Returns the part of a NetServer text that its caller may see; null when the text is empty or is its database's
 * message.
 */
function publicText(text: string | null, { innerException }: NetServerError): string | null {
  if (text === null || databaseException.test(text) || quotesDatabase(text, innerException)) return null;
  return withoutFrames(text) || null;
}

/** Tells whether a text contains the message of a database exception, among the exceptions behind it. */
function quotesDatabase(text: string, exception: SoExceptionInfo | null | undefined): boolean {
  if (exception == null) return false;
  const { ExceptionType, Message, InnerException } = exception;
  if (Message && aboutDatabase.test(ExceptionType ?? "") && text.includes(Message)) return true;
  return quotesDatabase(text, InnerException);
}

/** The names of exceptions whose message may contain SQL, and with it names and data that no client may see. */
const aboutDatabase = /\b(?:System|Microsoft)\.Data\.|\bSoDb|Sql|Npgsql|Oracle/;

/** The name of such an exception within a text: .NET writes inner exceptions after it. */
const databaseException =
  /\b(?:System|Microsoft)\.Data\.|(?:SoDb|Sql|Npgsql|Oracle|Odbc|OleDb)[A-Za-z]{0,30}Exception\b/;

/** The code and message of a call that NetServer did not complete in time, by this program's deadline or by its own. */
export const timedOut = ["TIMEOUT", "NetServer did not answer in time."] as const satisfies [ErrorCode, string];

const transportFailures: Readonly<Partial<Record<TransportErrorCode, readonly [ErrorCode, string]>>> = {
  timeout: timedOut,
  response_invalid: ["UPSTREAM_INVALID", "NetServer's answer could not be read."],
  response_too_large: ["UPSTREAM_INVALID", "NetServer's answer is longer than is read at once. Ask for less of it."],
};

function unavailable(reason: TransportErrorCode, status: number | undefined): string {
  return reason === "http_status" ? `NetServer answered HTTP ${status} without SOAP.` : "NetServer did not answer.";
}

function transportError({ code: reason, status, retrySafe, retryAfterMs }: TransportError): GraphQLError {
  const [code, message] = transportFailures[reason] ?? (["UPSTREAM_UNAVAILABLE", unavailable(reason, status)] as const);
  // JSON leaves undefined members out of the response.
  return codedError(code, message, { reason, status, retrySafe, retryAfterMs });
}
