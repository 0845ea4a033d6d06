import { MIMEType } from "node:util";
import type { Dialect } from "@superoffice-soap/codec";
import { unquote } from "@superoffice-soap/http";
import { transportRefusal } from "./request-fault.ts";

/** The dialect and action that a request's Content-Type states. */
export interface SoapMediaType {
  /** The form that the media type belongs to: `text/xml` is SOAP 1.1's, `application/soap+xml` SOAP 1.2's. */
  readonly dialect: Extract<Dialect, "wcf" | "soap12">;
  /** The `action` parameter, which SOAP 1.2's media type has and SOAP 1.1's has not. */
  readonly action: string | undefined;
}

const dialects: Readonly<Record<string, SoapMediaType["dialect"]>> = {
  "text/xml": "wcf",
  "application/soap+xml": "soap12",
};

/**
 * Reads a Content-Type. Throws the RequestFault for HTTP status 415 when it is not SOAP's, when it is SOAP 1.2's and
 * `strict` wants none, or when its charset is not UTF-8.
 */
export function soapMediaType(contentType: string | undefined, strict: boolean): SoapMediaType {
  const known = contentType === undefined ? undefined : knownTypes.get(contentType);
  const type = known ?? readType(contentType, strict);
  if (strict && type.dialect !== "wcf") throw unsupported(contentType, strict);
  return type;
}

// Clients send the same few texts again and again.
const knownTypes = new Map<string, SoapMediaType>();
const maxKnownTypes = 100;

function readType(contentType: string | undefined, strict: boolean): SoapMediaType {
  const type = parsed(contentType);
  const dialect = type === undefined ? undefined : dialects[type.essence];
  if (contentType === undefined || type === undefined || dialect === undefined) throw unsupported(contentType, strict);
  const charset = type.params.get("charset");
  if (charset !== null && !readCharset.test(unquote(charset))) {
    throw transportRefusal(415, `The charset ${charset.slice(0, 80)} is not supported; send UTF-8.`);
  }
  const action = dialect === "soap12" ? type.params.get("action") : null;
  const read: SoapMediaType = { dialect, action: action ?? undefined };
  if (knownTypes.size >= maxKnownTypes) knownTypes.clear();
  knownTypes.set(contentType, read);
  return read;
}

// ASCII is a part of UTF-8.
const readCharset = /^(?:utf-?8|us-ascii)$/i;

/** The form to refuse a request in whose body is not read: that of its media type. */
export function refusalDialectOf(contentType: string | undefined): SoapMediaType["dialect"] {
  const essence = parsed(contentType)?.essence;
  return (essence === undefined ? undefined : dialects[essence]) ?? "wcf";
}

function parsed(contentType: string | undefined): MIMEType | undefined {
  // Node's parser takes a fifth of a second for the blanks that a header may be full of.
  if (contentType === undefined || contentType.length > maxTypeLength) return undefined;
  try {
    return new MIMEType(contentType);
  } catch {
    return undefined;
  }
}

const maxTypeLength = 1000;

function unsupported(contentType: string | undefined, strict: boolean) {
  const expected = strict ? "text/xml; charset=utf-8" : "text/xml or application/soap+xml, charset=utf-8";
  const found = contentType === undefined ? "there is none" : `it is ${contentType.slice(0, 80)}`;
  return transportRefusal(415, `The Content-Type must be ${expected}, but ${found}.`);
}
