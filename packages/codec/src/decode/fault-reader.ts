import type { Fault, FaultDetail, FaultSubcode } from "../fault.ts";
import { collapse } from "../xml/lexical.ts";
import type { ExpandedName, NamespaceScope } from "../xml/namespace-scope.ts";
import { writtenName } from "../xml/written-name.ts";

/** An element of a fault, whose shape no schema gives. */
export interface FaultElement {
  readonly name: ExpandedName;
  /** The prefixes in force, for the names that stand in text. */
  readonly scope: NamespaceScope;
  readonly children: FaultElement[];
  text: string;
}

/** The fault that a `Fault` element of SOAP 1.1 or 1.2 describes. What it lacks is taken for a server's fault. */
export function faultOf(element: FaultElement): Fault {
  const code = child(element, "faultcode") ?? child(child(element, "Code"), "Value");
  const reason = child(element, "faultstring") ?? child(child(element, "Reason"), "Text");
  const detail = detailOf(child(element, "detail") ?? child(element, "Detail"));
  const subcode = subcodeOf(element, code);
  return {
    code: codeOf(code),
    message: reason?.text ?? "",
    ...(subcode === undefined ? {} : { subcode }),
    ...(detail === undefined ? {} : { detail }),
  };
}

function child(element: FaultElement | undefined, local: string): FaultElement | undefined {
  return element?.children.find(({ name }) => name.local === local);
}

// Only SOAP's own four codes are a code; another is a subcode, with whose fault it is in a dotted SOAP 1.1 code.
function codeOf(code: FaultElement | undefined): Fault["code"] {
  switch (nameIn(code)?.local.split(".")[0]) {
    case "Client":
    case "Sender":
      return "client";
    case "MustUnderstand":
      return "mustUnderstand";
    case "VersionMismatch":
      return "versionMismatch";
    default:
      return "server";
  }
}

const soapCodes = ["Client", "Server", "Sender", "Receiver", "MustUnderstand", "VersionMismatch"];

function subcodeOf(fault: FaultElement, code: FaultElement | undefined): FaultSubcode | undefined {
  const name = nameIn(child(child(child(fault, "Code"), "Subcode"), "Value")) ?? nameIn(code);
  if (name === undefined || soapCodes.includes(name.local)) return undefined;
  return { namespace: name.namespace, name: name.local };
}

function nameIn(element: FaultElement | undefined): ExpandedName | undefined {
  return element?.scope.expand(writtenName(collapse(element.text)));
}

function detailOf(detail: FaultElement | undefined): FaultDetail | undefined {
  const exception = child(detail, "ExceptionDetail");
  const type = child(exception, "Type");
  if (exception === undefined || type === undefined) return undefined;
  return { type: type.text, message: child(exception, "Message")?.text ?? "" };
}
