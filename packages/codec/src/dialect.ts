/**
 * The form of an envelope.
 * - `wcf`: SOAP 1.1 as WCF's BasicHttpBinding speaks it; what the WSDL says.
 * - `soap12`: the same body in a SOAP 1.2 envelope.
 * - `documented`: the form that reference pages print: SOAP 1.2 namespace, header blocks beside `Body`, `xsi:type` on
 *   every member, indented.
 */
export type Dialect = "wcf" | "soap12" | "documented";

/** The versions of SOAP. */
export type SoapVersion = "1.1" | "1.2";

/** The envelope's namespace in each version of SOAP. */
export const envelopeNamespaces = {
  "1.1": "http://schemas.xmlsoap.org/soap/envelope/",
  "1.2": "http://www.w3.org/2003/05/soap-envelope",
} as const satisfies Record<SoapVersion, string>;

/** The namespace that the documented form declares and never uses. */
export const soapEncodingNamespace = "http://www.w3.org/2003/05/soap-encoding";

/** The namespace of `nil` and `type`. */
export const schemaInstanceNamespace = "http://www.w3.org/2001/XMLSchema-instance";

/** Returns the version of SOAP of a dialect's envelope. */
export function soapVersionOf(dialect: Dialect): SoapVersion {
  return dialect === "wcf" ? "1.1" : "1.2";
}

/** Returns the Content-Type of a message in a dialect, with the `action` where SOAP 1.2 puts it there. */
export function contentTypeOf(dialect: Dialect, action?: string): string {
  if (dialect === "wcf") return "text/xml; charset=utf-8";
  const base = "application/soap+xml; charset=utf-8";
  return action === undefined ? base : `${base}; action="${action}"`;
}
