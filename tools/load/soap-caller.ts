import { decodeMessage, encodeRequest } from "@superoffice-soap/codec";
import { type Input, namespaceOf, type OperationName } from "@superoffice-soap/schema";

/** Calls ForeignSystem over SOAP, and answers the response's members. Rejects with `CallError`. */
export type SoapCaller = <O extends OperationName<"ForeignSystem">>(
  operation: O,
  input: Input<"ForeignSystem", O>,
) => Promise<Readonly<Record<string, unknown>>>;

/** A call that failed: `told` when the server answered and said why. */
export class CallError extends Error {
  override readonly name = "CallError";
  readonly told: boolean;

  constructor(message: string, told: boolean, cause?: unknown) {
    super(message, { cause });
    this.told = told;
  }
}

/** A caller of the server at an origin, with a ticket. */
export function soapCaller(origin: string, ticket = ""): SoapCaller {
  return async (operation, input) => {
    const target = { services: "Services88", agent: "ForeignSystem", operation: operation as string } as const;
    // The input is the operation's, in a way that the encoder's types do not follow.
    const body = encodeRequest({ ...target, input: input as object, headers: { Credentials: { Ticket: ticket } } });
    const text = await posted(`${origin}/Remote/Services88/ForeignSystem.svc`, body, operation);
    const message = decodeMessage(text);
    if (message.kind === "fault") throw new CallError(message.fault.message, true);
    const { Succeeded, ExceptionInfo } = message.headers as Readonly<{
      Succeeded?: boolean;
      ExceptionInfo?: { Message?: string } | null;
    }>;
    if (Succeeded !== true) throw new CallError(ExceptionInfo?.Message ?? "it did not succeed", true);
    return message.value;
  };
}

async function posted(url: string, body: string, operation: string): Promise<string> {
  const SOAPAction = `"${namespaceOf("Services88")}/ForeignSystem/${operation}"`;
  try {
    const headers = { "Content-Type": "text/xml; charset=utf-8", SOAPAction };
    const response = await fetch(url, { method: "POST", headers, body });
    return await response.text();
  } catch (cause) {
    throw new CallError("the server could not be reached", false, cause);
  }
}
