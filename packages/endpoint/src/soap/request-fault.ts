import { addressingNoneNamespace, type Dialect, dispatcherNamespace, type Fault } from "@superoffice-soap/codec";
import type { BodyError, BodyErrorStatus } from "@superoffice-soap/http";

/** The parts of a refusal beside its fault. */
export interface RefusalDetails {
  /** The form of the request, as far as it was read. */
  readonly dialect?: Dialect | undefined;
  /** @default 500, which is what WCF gives every fault */
  readonly status?: RefusalStatus;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The HTTP statuses of a request that is not answered. */
export type RefusalStatus = BodyErrorStatus | 404 | 500;

/** A request that is answered with a SOAP fault: it was not understood, or the server could not answer it. */
export class RequestFault extends Error {
  override readonly name = "Refusal";
  readonly fault: Fault;
  readonly dialect: Dialect | undefined;
  readonly status: RefusalStatus;
  readonly headers: Readonly<Record<string, string>>;

  constructor(fault: Fault, { dialect, status = 500, headers = {} }: RefusalDetails = {}) {
    super(fault.message);
    this.fault = fault;
    this.dialect = dialect;
    this.status = status;
    this.headers = headers;
  }

  /** The same refusal for a request of which more is known. */
  in(dialect: Dialect | undefined): RequestFault {
    const { fault, status, headers } = this;
    return new RequestFault(fault, { dialect: this.dialect ?? dialect, status, headers });
  }
}

/** There is no service at the address. */
export function destinationUnreachable(message: string): RequestFault {
  return new RequestFault(clientFault(message, addressingNoneNamespace, "DestinationUnreachable"), { status: 404 });
}

/** No operation of the service has the action, or the body's element where there is no action. */
export function actionNotSupported(message: string, dialect?: Dialect): RequestFault {
  return new RequestFault(clientFault(message, addressingNoneNamespace, "ActionNotSupported"), { dialect });
}

/** The body is not what the operation takes. */
export function deserializationFailed(message: string, dialect?: Dialect): RequestFault {
  return new RequestFault(clientFault(message, dispatcherNamespace, "DeserializationFailed"), { dialect });
}

/** The envelope is of no version of SOAP that is spoken here. */
export function versionMismatch(message: string, dialect?: Dialect): RequestFault {
  return new RequestFault({ code: "versionMismatch", message }, { dialect });
}

/** The sender demands that a header block be understood which is not. */
export function mustUnderstand(namespace: string, name: string, dialect: Dialect): RequestFault {
  const place = namespace === "" ? "no namespace" : namespace.slice(0, 80);
  const message = `The header block ${name.slice(0, 80)} in ${place} must be understood, but is not known here.`;
  return new RequestFault({ code: "mustUnderstand", message }, { dialect });
}

/** HTTP says already that the request cannot be read. */
export function transportRefusal(
  status: Exclude<RefusalStatus, 500>,
  message: string,
  headers?: Record<string, string>,
): RequestFault {
  return new RequestFault({ code: "client", message }, headers === undefined ? { status } : { status, headers });
}

/** HTTP says already that the body cannot be taken. */
export function bodyRefusal({ status, message, headers }: BodyError, dialect?: Dialect): RequestFault {
  return new RequestFault({ code: status === 503 ? "server" : "client", message }, { status, headers, dialect });
}

/** The server failed; it does not say how. */
export function internalServiceFault(dialect?: Dialect): RequestFault {
  const message = "The server could not answer the request because of an internal error.";
  const subcode = { namespace: dispatcherNamespace, name: "InternalServiceFault" };
  return new RequestFault({ code: "server", subcode, message }, { dialect });
}

function clientFault(message: string, namespace: string, name: string): Fault {
  return { code: "client", subcode: { namespace, name }, message };
}
