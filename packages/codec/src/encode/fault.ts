import { type Dialect, envelopeNamespaces, type SoapVersion, soapVersionOf } from "../dialect.ts";
import { exceptionDetailNamespace, type Fault, type FaultDetail } from "../fault.ts";
import { escapeAttribute, escapeText } from "../xml/escape.ts";

/** A fault's envelope: SOAP 1.1 in the `wcf` dialect, else SOAP 1.2. Characters that XML cannot carry are replaced. */
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
    subcode === undefined
      ? `<faultcode>s:${codes["1.1"][code]}</faultcode>`
      : `<faultcode xmlns:a="${escapeAttribute(subcode.namespace)}">a:${escapeText(subcode.name)}</faultcode>`;
  const faultstring = `<faultstring xml:lang="en-US">${escapeAny(message)}</faultstring>`;
  return faultcode + faultstring + (detail === undefined ? "" : `<detail>${exceptionDetail(detail)}</detail>`);
}

function fault12({ code, subcode, message, detail }: Fault): string {
  const inner =
    subcode === undefined
      ? ""
      : `<s:Subcode><s:Value xmlns:a="${escapeAttribute(subcode.namespace)}">a:${escapeText(subcode.name)}</s:Value></s:Subcode>`;
  const faultCode = `<s:Code><s:Value>s:${codes["1.2"][code]}</s:Value>${inner}</s:Code>`;
  const reason = `<s:Reason><s:Text xml:lang="en-US">${escapeAny(message)}</s:Text></s:Reason>`;
  return faultCode + reason + (detail === undefined ? "" : `<s:Detail>${exceptionDetail(detail)}</s:Detail>`);
}

function exceptionDetail({ type, message }: FaultDetail): string {
  const nil = ["HelpLink", "InnerException"].map((name) => `<${name} i:nil="true"/>`).join("");
  return (
    `<ExceptionDetail xmlns="${exceptionDetailNamespace}" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">` +
    `${nil}<Message>${escapeAny(message)}</Message><StackTrace i:nil="true"/><Type>${escapeAny(type)}</Type></ExceptionDetail>`
  );
}

// A fault quotes what was wrong, so it must be able to say anything.
function escapeAny(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to replace.
  return escapeText(text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, "\ufffd"));
}
