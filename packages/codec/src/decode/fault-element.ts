import { envelopeNamespaces } from "../dialect.ts";
import type { Fault, FaultDetail, FaultSubcode } from "../fault.ts";
import { collapse } from "../xml/lexical.ts";
import type { ExpandedName, NamespaceScope } from "../xml/namespace-scope.ts";
import { QualifiedName } from "../xml/qualified-name.ts";

/** The known child elements of a fault's element, by name; none for an element with text. */
interface FaultParts {
  readonly [local: string]: FaultParts;
}

const detailParts: FaultParts = { ExceptionDetail: { Message: {}, Type: {} } };

const faultParts: FaultParts = {
  // SOAP 1.1
  faultcode: {},
  faultstring: {},
  detail: detailParts,
  // SOAP 1.2
  Code: { Value: {}, Subcode: { Value: {} } },
  Reason: { Text: {} },
  Detail: detailParts,
};

/** An element of a fault, which has no schema. It keeps only the known parts of a fault, whatever else it contains. */
export class FaultElement {
  /** The namespace scope, for the names that stand in text. */
  readonly scope: NamespaceScope;
  readonly #parts: FaultParts;
  readonly #children = new Map<string, FaultElement>();
  #text = "";

  constructor(scope: NamespaceScope, parts: FaultParts = faultParts) {
    this.scope = scope;
    this.#parts = parts;
  }

  get text(): string {
    return this.#text;
  }

  child(local: string): FaultElement | undefined {
    return this.#children.get(local);
  }

  /** Opens a child element; returns `undefined` when it is not a known part, or came before: the first one counts. */
  open({ local }: ExpandedName, scope: NamespaceScope): FaultElement | undefined {
    const parts = Object.hasOwn(this.#parts, local) ? this.#parts[local] : undefined;
    if (parts === undefined || this.#children.has(local)) return undefined;
    const element = new FaultElement(scope, parts);
    this.#children.set(local, element);
    return element;
  }

  addText(text: string): void {
    if (Object.keys(this.#parts).length === 0) this.#text += text;
  }
}

/** Returns the fault that a `Fault` element of SOAP 1.1 or 1.2 describes; without a code, a server's fault. */
export function faultOf(element: FaultElement): Fault {
  const code = element.child("faultcode") ?? element.child("Code")?.child("Value");
  const reason = element.child("faultstring") ?? element.child("Reason")?.child("Text");
  const detail = detailOf(element.child("detail") ?? element.child("Detail"));
  const subcode = subcodeOf(element, code);
  return {
    code: codeOf(code),
    message: reason?.text ?? "",
    ...(subcode === undefined ? {} : { subcode }),
    ...(detail === undefined ? {} : { detail }),
  };
}

// Only SOAP's own four codes are codes; any other is a subcode. The first part of a dotted SOAP 1.1 code counts.
function codeOf(code: FaultElement | undefined): Fault["code"] {
  const name = nameIn(code);
  switch (name?.isSoap && name.local.split(".")[0]) {
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
  const name = nameIn(fault.child("Code")?.child("Subcode")?.child("Value")) ?? nameIn(code);
  if (name === undefined || (name.isSoap && soapCodes.includes(name.local))) return undefined;
  return { namespace: name.namespace, name: name.local };
}

/** The name of a fault code. */
interface CodeName extends ExpandedName {
  /** True when it may be one of SOAP's own codes: some senders leave out the prefix, others its declaration. */
  readonly isSoap: boolean;
}

function nameIn(element: FaultElement | undefined): CodeName | undefined {
  if (element === undefined) return undefined;
  const { prefix, local } = new QualifiedName(collapse(element.text));
  const namespace = element.scope.namespaceOf(prefix) ?? "";
  return { namespace, local, isSoap: prefix === "" || soapNamespaces.includes(namespace) };
}

const soapNamespaces: readonly string[] = ["", ...Object.values(envelopeNamespaces)];

function detailOf(detail: FaultElement | undefined): FaultDetail | undefined {
  const exception = detail?.child("ExceptionDetail");
  const type = exception?.child("Type");
  if (exception === undefined || type === undefined) return undefined;
  return { type: type.text, message: exception.child("Message")?.text ?? "" };
}
