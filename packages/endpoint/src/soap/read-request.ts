import {
  addressingNoneNamespace,
  createDecoder,
  type DecodedRequest,
  DecodeError,
  type Dialect,
  type ForeignHeader,
  type Message,
} from "@superoffice-soap/codec";
import { BodyError, readBody } from "@superoffice-soap/http";
import type { RequestHeaders } from "@superoffice-soap/schema";
import { logWarning } from "./log-error.ts";
import {
  actionNotSupported,
  bodyRefusal,
  deserializationFailed,
  mustUnderstand,
  RequestFault,
  versionMismatch,
} from "./request-fault.ts";
import { RequestWarnings } from "./request-warnings.ts";
import { operationOfAction, type Service } from "./soap-action.ts";
import type { SoapEndpointSettings } from "./soap-endpoint-options.ts";
import { soapMediaType } from "./soap-media-type.ts";
import type { SoapRequest } from "./soap-request.ts";

/** A request that was read, and what its body holds of the budget. */
export interface ReadRequest {
  readonly request: DecodedRequest;
  /** Gives it back, when the request is not held any more. */
  readonly release: () => void;
}

/**
 * Reads the request that a client posted to a service, while it arrives. `isKnown` tells whether header blocks have a
 * ticket that is good. Throws the RequestFault that tells the client why it was not understood, in the client's own version of
 * SOAP; and ClientGoneError.
 */
export async function readRequest(
  posted: SoapRequest,
  service: Service,
  settings: SoapEndpointSettings,
  isKnown: (headers: RequestHeaders) => Promise<boolean>,
): Promise<ReadRequest> {
  const strict = settings.envelopes === "strict";
  const mediaType = soapMediaType(posted.http.contentType, strict);
  const action = mediaType.action ?? posted.soapAction;
  const operation = operationOfAction(action, service, settings.dispatch === "action");
  // The body of an unknown action is read all the same: it tells in which version of SOAP to say so.
  const { services, agent } = service;
  const expect = typeof operation === "string" ? { services, agent, operation } : service;
  const headerBlocks = strict ? "in-header" : "anywhere";
  let release: (() => void) | undefined;
  const memberOrder = strict ? "wcf" : "any";
  const warnings = new RequestWarnings();
  const decoder = createDecoder({
    expect,
    maxDepth: settings.maxDepth,
    headerBlocks,
    memberOrder,
    onWarning: warnings.add,
  });
  try {
    release = await readBody(posted.http, settings, {
      write: (chunk) => decoder.write(chunk),
      isKnown: () => isKnown(decoder.requestHeaders(services)),
    });
    return { request: accepted(decoder.end(), operation, strict), release };
  } catch (error) {
    release?.();
    throw refusalOf(error, decoder.dialect(), operation);
  } finally {
    const message = warnings.message();
    if (message !== undefined) logWarning(posted, targetOf(expect), message, settings);
  }
}

/** The operation that is called, as far as the address and the action say it. */
function targetOf({ services, agent, operation }: Service & { readonly operation?: string }): string {
  return operation === undefined ? `${services}/${agent}` : `${services}/${agent}/${operation}`;
}

/** The result of reading the action: an operation, nothing, or the fault that there is no such operation. */
type Named = ReturnType<typeof operationOfAction>;

function accepted(message: Message, operation: Named, strict: boolean): DecodedRequest {
  const { dialect } = message;
  if (operation instanceof RequestFault) throw operation;
  if (strict && dialect !== "wcf") throw versionMismatch("Only SOAP 1.1 is spoken here.", "wcf");
  if (message.kind !== "request") {
    const problem = "The body holds an answer, not a request.";
    throw operation === undefined ? actionNotSupported(problem, dialect) : deserializationFailed(problem, dialect);
  }
  const demanded = message.foreignHeaders.find((header) => header.mustUnderstand && !isAddressing(header));
  if (demanded !== undefined) throw mustUnderstand(demanded.namespace, demanded.name, dialect);
  return message;
}

// Many clients send WS-Addressing blocks unasked, and nothing in them could change the answer. The last of these is what
// traces of WCF show, which people take their requests from.
const addressingNamespaces = [
  "http://www.w3.org/2005/08/addressing",
  "http://schemas.xmlsoap.org/ws/2004/08/addressing",
  addressingNoneNamespace,
];

function isAddressing({ namespace }: ForeignHeader): boolean {
  return addressingNamespaces.includes(namespace);
}

function refusalOf(error: unknown, dialect: Dialect | undefined, operation: Named): unknown {
  if (error instanceof RequestFault) return error.in(dialect);
  if (error instanceof BodyError) return bodyRefusal(error, dialect);
  if (!(error instanceof DecodeError)) return error;
  return operation instanceof RequestFault ? operation.in(dialect) : refusalOfDecodeError(error, dialect, operation);
}

function refusalOfDecodeError(
  error: DecodeError,
  dialect: Dialect | undefined,
  operation: string | undefined,
): RequestFault {
  const message = `The request cannot be read: ${placed(error)}.`;
  switch (error.code) {
    case "envelope_invalid":
      return dialect === undefined ? versionMismatch(message) : deserializationFailed(message, dialect);
    case "services_unknown":
    case "operation_unknown":
      // With an action the operation is known, so it is its body that is wrong.
      return operation === undefined ? actionNotSupported(message, dialect) : deserializationFailed(message, dialect);
    default:
      return deserializationFailed(message, dialect);
  }
}

function placed({ detail, path, line, column }: DecodeError): string {
  return `${detail}${path === "" ? "" : ` at ${path}`} (line ${line}, column ${column})`;
}
