import { asXmlText } from "@superoffice-soap/schema";
import {
  type Dialect,
  envelopeNamespaces,
  type SoapVersion,
  schemaInstanceNamespace,
  soapVersionOf,
} from "../dialect.ts";
import { exceptionDetailNamespace, type Fault, type FaultDetail, type FaultSubcode } from "../fault.ts";
import { escapeAttribute, escapeText } from "../xml/escape.ts";

/** Encodes a fault: SOAP 1.1 in the `wcf` dialect, else SOAP 1.2. Replaces characters that XML cannot carry. */
export function encodeFault(fault: Fault, dialect: Dialect = "wcf"): string {
  const soap = soapVersionOf(dialect);
  const body = soap === "1.1" ? fault11(fault) : fault12(fault);
  return `<s:Envelope xmlns:s="${envelopeNamespaces[soap]}"><s:Body><s:Fault>${body}</s:Fault></s:Body></s:Envelope>`;
}

const codes = {
  "1.1": { client: "Client", server: "Server", mustUnderstand: "MustUnderstand", versionMismatch: "VersionMismatch" },
  "1.2": { client: "Sender", server: "Receiver", mustUnderstand: "MustUnderstand", versionMismatch: "VersionMismatch" },
} as const satisfies Record<SoapVersion, Record<Fault["code"], string>>;

// SOAP 1.1 has one code only, so WCF puts the narrower one in its place.
function fault11({ code, subcode, message, detail }: Fault): string {
  const faultcode =
    subcode === undefined ? `<faultcode>s:${codes["1.1"][code]}</faultcode>` : subcodeElement("faultcode", subcode);
  const faultstring = `<faultstring xml:lang="en-US">${escapeAny(message)}</faultstring>`;
  return faultcode + faultstring + (detail === undefined ? "" : `<detail>${exceptionDetail(detail)}</detail>`);
}

function fault12({ code, subcode, message, detail }: Fault): string {
  const inner = subcode === undefined ? "" : `<s:Subcode>${subcodeElement("s:Value", subcode)}</s:Subcode>`;
  const faultCode = `<s:Code><s:Value>s:${codes["1.2"][code]}</s:Value>${inner}</s:Code>`;
  const reason = `<s:Reason><s:Text xml:lang="en-US">${escapeAny(message)}</s:Text></s:Reason>`;
  return faultCode + reason + (detail === undefined ? "" : `<s:Detail>${exceptionDetail(detail)}</s:Detail>`);
}

function subcodeElement(element: string, { namespace, name }: FaultSubcode): string {
  return `<${element} xmlns:a="${escapeAttribute(asXmlText(namespace))}">a:${escapeAny(name)}</${element}>`;
}

function exceptionDetail({ type, message }: FaultDetail): string {
  const nil = ["HelpLink", "InnerException"].map((name) => `<${name} i:nil="true"/>`).join("");
  return (
    `<ExceptionDetail xmlns="${exceptionDetailNamespace}" xmlns:i="${schemaInstanceNamespace}">` +
    `${nil}<Message>${escapeAny(message)}</Message><StackTrace i:nil="true"/><Type>${escapeAny(type)}</Type></ExceptionDetail>`
  );
}

// A fault may quote any input, so it must not fail on any character.
function escapeAny(text: string): string {
  return escapeText(asXmlText(text));
}
