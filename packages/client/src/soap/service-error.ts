import type { Fault } from "@superoffice-soap/codec";
import { NetServerError, type ResponseHeaders, type SoExceptionInfo, withoutFrames } from "@superoffice-soap/schema";

/** Returns the error in the header blocks of an answer; `undefined` when the call succeeded. */
export function serviceError(operation: string, headers: ResponseHeaders): NetServerError | undefined {
  const { Succeeded, ExceptionInfo } = headers;
  if (Succeeded !== false && ExceptionInfo == null) return undefined;
  const said = withoutStackTraces(ExceptionInfo);
  const { ExceptionType, FriendlyText, Parameters, InnerException } = said ?? {};
  return new NetServerError(messageOf(said) ?? `${operation} failed, and NetServer does not say why`, {
    exceptionType: ExceptionType || "SuperOffice.Exceptions.SoException",
    friendlyText: FriendlyText || null,
    parameters: Parameters ?? {},
    innerException: InnerException ?? null,
  });
}

// Returns the first text: of the exception itself, else of one behind it.
function messageOf(exception: SoExceptionInfo | null | undefined): string | undefined {
  if (exception == null) return undefined;
  return exception.Message || exception.FriendlyText || messageOf(exception.InnerException);
}

// Stack traces of the server must not end in logs here.
function withoutStackTraces(exception: SoExceptionInfo | null | undefined): SoExceptionInfo | null {
  if (exception == null) return null;
  const { StackTrace: _, InnerException, ...said } = exception;
  if (said.Message) said.Message = withoutFrames(said.Message);
  if (said.FriendlyText) said.FriendlyText = withoutFrames(said.FriendlyText);
  return { ...said, InnerException: withoutStackTraces(InnerException) };
}

/** Returns the error of a SOAP fault. Its type is the exception behind it when the fault names one, else the fault's code. */
export function faultError(operation: string, { code, subcode, message, detail }: Fault): NetServerError {
  const told = withoutFrames(detail?.message ?? "");
  const said = withoutFrames(message) || told || `${operation} failed with a SOAP fault that does not say why`;
  const more = detail !== undefined && told !== "" && told !== said;
  return new NetServerError(said, {
    exceptionType: detail?.type || subcode?.name || `${code[0]?.toUpperCase()}${code.slice(1)}`,
    innerException: more ? { Message: told, ExceptionType: detail.type } : null,
  });
}
