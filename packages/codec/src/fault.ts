/** A SOAP fault, in the words of SOAP 1.1. */
export interface Fault {
  /** The side at fault: `client` (SOAP 1.2 `Sender`) or `server` (`Receiver`), or one of the two reserved codes. */
  readonly code: "client" | "server" | "mustUnderstand" | "versionMismatch";
  /** A narrower code, such as WCF's `ActionNotSupported`. */
  readonly subcode?: FaultSubcode;
  /** The problem, in words for a person. */
  readonly message: string;
  /** The exception behind the fault, as WCF's `ExceptionDetail` carries it. */
  readonly detail?: FaultDetail;
}

/** A fault code of an application: a name in a namespace. */
export interface FaultSubcode {
  readonly namespace: string;
  readonly name: string;
}

/** The exception that WCF puts into a fault's detail when it includes exceptions. */
export interface FaultDetail {
  /** The .NET type of the exception. */
  readonly type: string;
  readonly message: string;
}

/** The namespace of WCF's dispatch faults (`ActionNotSupported`, `DeserializationFailed`, …). */
export const dispatcherNamespace = "http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher";

/** The namespace of WS-Addressing's faults, which WCF uses when no operation has the action. */
export const addressingNoneNamespace = "http://schemas.microsoft.com/ws/2005/05/addressing/none";

/** The namespace of WCF's `ExceptionDetail`. */
export const exceptionDetailNamespace = "http://schemas.datacontract.org/2004/07/System.ServiceModel";
