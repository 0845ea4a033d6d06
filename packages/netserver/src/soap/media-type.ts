import { MIMEType } from "node:util";
import type { Dialect } from "@superoffice-soap/codec";
import { transportRefusal } from "./refusal.ts";
import { unquoted } from "./unquoted.ts";

/** What a request's Content-Type says. */
export interface SoapMediaType {
  /** The form that the media type belongs to: `text/xml` is SOAP 1.1's, `application/soap+xml` SOAP 1.2's. */
  readonly dialect: Extract<Dialect, "wcf" | "soap12">;
  /** SOAP 1.2's `action` parameter. */
  readonly action: string | undefined;
}

const dialects: Readonly<Record<string, SoapMediaType["dialect"]>> = {
  "text/xml": "wcf",
  "application/soap+xml": "soap12",
};

/**
 * Reads a Content-Type. Throws the Refusal for HTTP status 415 when it is not SOAP's, when it is SOAP 1.2's and
 * `strict` wants none, or when its charset is not UTF-8.
 */
export function soapMediaTypeOf(contentType: string | undefined, strict: boolean): SoapMediaType {
  const type = contentType === undefined ? undefined : parsed(contentType);
  const dialect = type === undefined ? undefined : dialects[type.essence];
  if (type === undefined || dialect === undefined || (strict && dialect !== "wcf"))
    throw unsupported(contentType, strict);
  const charset = type.params.get("charset");
  if (charset !== null && !readCharset.test(unquoted(charset))) {
    throw transportRefusal(415, `The charset ${charset.slice(0, 80)} is not supported; send UTF-8.`);
  }
  return { dialect, action: type.params.get("action") ?? undefined };
}

// ASCII is a part of UTF-8.
const readCharset = /^(?:utf-?8|us-ascii)$/i;

/** The form to refuse a request in whose body is not read: that of its media type. */
export function refusalDialectOf(contentType: string | undefined): SoapMediaType["dialect"] {
  const essence = contentType === undefined ? undefined : parsed(contentType)?.essence;
  return (essence === undefined ? undefined : dialects[essence]) ?? "wcf";
}

function parsed(contentType: string): MIMEType | undefined {
  const known = parsedTypes.get(contentType);
  if (known !== undefined) return known;
  // Node's parser takes a fifth of a second for the blanks that a header may be full of.
  if (contentType.length > maxTypeLength) return undefined;
  try {
    const type = new MIMEType(contentType);
    if (parsedTypes.size >= maxParsedTypes) parsedTypes.clear();
    parsedTypes.set(contentType, type);
    return type;
  } catch {
    return undefined;
  }
}

// Clients send the same few texts again and again.
const parsedTypes = new Map<string, MIMEType>();
const maxParsedTypes = 100;
const maxTypeLength = 1000;

function unsupported(contentType: string | undefined, strict: boolean) {
  const expected = strict ? "text/xml; charset=utf-8" : "text/xml or application/soap+xml, charset=utf-8";
  const found = contentType === undefined ? "there is none" : `it is ${contentType.slice(0, 80)}`;
  return transportRefusal(415, `The Content-Type must be ${expected}, but ${found}.`);
}
