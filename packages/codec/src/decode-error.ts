import { shortened } from "@superoffice-soap/schema";

/** The reason why an envelope was not understood. */
export type DecodeErrorCode =
  /** Not well-formed XML. */
  | "xml_malformed"
  /** The document ends inside of its root element, or of a tag before it; one without a root element is malformed. */
  | "xml_truncated"
  /** Not UTF-8, or declared as something else. */
  | "encoding_unsupported"
  /** A document type declaration, which SOAP forbids. */
  | "doctype_refused"
  /** XML, but no SOAP envelope. */
  | "envelope_invalid"
  /** The body's namespace is no version of the contract. */
  | "services_unknown"
  /** The version has no such operation, or it is not the one that was expected. */
  | "operation_unknown"
  /** An element or text that the schema does not allow there. */
  | "element_unexpected"
  /** A text that is not of its type. */
  | "value_invalid"
  /** Deeper than allowed, with too long a tag or too many attributes, or with too many header blocks. */
  | "limit_exceeded";

/** A position in a document. */
export interface Position {
  /** From 1. */
  readonly line: number;
  /** In characters, from 1. */
  readonly column: number;
}

/** Thrown for an envelope that is not the message it should be. The decoder that threw it is spent. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";
  readonly code: DecodeErrorCode;
  /** Element names below the envelope down to the culprit, `Body/SaveForeignKey/ForeignKey/RecordId`; long ones are cut. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** The problem, without code and position. */
  readonly detail: string;

  constructor(code: DecodeErrorCode, detail: string, path: string, { line, column }: Position) {
    super(`[${code}] ${detail}${path === "" ? "" : ` at ${path}`} (${line}:${column})`);
    this.code = code;
    this.detail = detail;
    this.path = path;
    this.line = line;
    this.column = column;
  }
}

/** Returns a text for an error message: cut at 80 characters and quoted. */
export function quoted(text: string): string {
  return JSON.stringify(shortened(text));
}
