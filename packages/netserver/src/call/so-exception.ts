import { NetServerError } from "@superoffice-soap/schema";

/**
 * The exception classes of NetServer that this server throws, as documented without their namespace, and one of its own:
 * none of those documented says that a sign-in was not looked at.
 */
export type SoExceptionName =
  | "SoException"
  | "SoSessionException"
  | "SoInvalidPasswordException"
  | "SoTooManySignInsException"
  | "SoSentryException"
  | "SoNotFoundException"
  | "SoValidationException"
  | "SoInvalidArgumentException"
  | "SoIllegalOperationException"
  | "SoDuplicateException"
  | "SoDbAccessException"
  | "SoLicenseException";

/** The parts of an exception beside its message. */
export interface SoExceptionDetails {
  readonly parameters?: Readonly<Record<string, string | null>>;
  /** The text for the user, when the message is for developers only. */
  readonly friendlyText?: string;
  /** The error behind it, for those who debug the server; never part of an answer. */
  readonly cause?: unknown;
}

/** An error as NetServer reports it: `SuperOffice.Exceptions.` and the class, and a message for a developer. */
export function soException(name: SoExceptionName, message: string, details: SoExceptionDetails = {}): NetServerError {
  return new NetServerError(message, { exceptionType: `SuperOffice.Exceptions.${name}`, ...details });
}

/** Text does not fit where it is to be stored. The field's name leads to the message. */
export function invalidField(field: string, message: string): NetServerError {
  return soException("SoValidationException", message, { parameters: { [field]: message } });
}

/** An argument is not of the type that it must have. */
export function invalidArgument(name: string, expected: string, received: unknown): NetServerError {
  const found = typeof received === "string" ? JSON.stringify(received.slice(0, 80)) : describe(received);
  return soException("SoInvalidArgumentException", `${name} must be ${expected}, not ${found}.`, {
    // NetServer spells the second one like this.
    parameters: { ParamName: name, ExpectedType: expected, RecievedValue: found },
  });
}

/** An argument has a value that means nothing. `ParamName` is what .NET calls the name of the argument. */
export function unfitArgument(name: string, message: string): NetServerError {
  return soException("SoInvalidArgumentException", message, { parameters: { ParamName: name } });
}

function describe(value: unknown): string {
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  return Array.isArray(value) ? "an array" : `a value of type ${typeof value}`;
}
