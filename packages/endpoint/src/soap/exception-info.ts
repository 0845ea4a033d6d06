import { dispatcherNamespace, type Fault } from "@superoffice-soap/codec";
import type { NetServerError, SoExceptionInfo } from "@superoffice-soap/schema";

/** The value of the `ExceptionInfo` header block for an error. Every member is there; a stack trace never is. */
export function exceptionInfo(error: NetServerError): SoExceptionInfo {
  const { message, friendlyText, exceptionType, parameters, innerException } = error;
  return complete({
    Message: message,
    FriendlyText: friendlyText,
    ExceptionType: exceptionType,
    Source: "NetServer",
    InnerException: innerException,
    Parameters: { ...parameters },
  });
}

// A header block is written as it is given, and clients of WCF expect every member.
function complete(info: SoExceptionInfo): SoExceptionInfo {
  const { Message, FriendlyText, ExceptionType, Source, InnerException, Parameters } = info;
  return {
    Message: Message ?? null,
    StackTrace: null,
    FriendlyText: FriendlyText ?? null,
    ExceptionType: ExceptionType ?? null,
    Source: Source ?? null,
    InnerException: InnerException ? complete(InnerException) : null,
    Parameters: Object.keys(Parameters ?? {}).length === 0 ? null : (Parameters ?? null),
  };
}

/** The fault for an error, as WCF makes it of an exception that nothing wrapped. */
export function exceptionFault({ message, exceptionType }: NetServerError): Fault {
  return {
    code: "server",
    subcode: { namespace: dispatcherNamespace, name: "InternalServiceFault" },
    message,
    detail: { type: exceptionType, message },
  };
}
