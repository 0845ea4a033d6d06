import {
  type AgentName,
  assertKnownMembers,
  assertMembersOf,
  at,
  type Operation,
  operationAt,
  requestHeaders,
} from "@superoffice-soap/schema";
import { type Dialect, soapVersionOf } from "../dialect.ts";
import type { RequestToEncode, ResponseToEncode, Target } from "../message.ts";
import type { OutsideXml } from "../xml/escape.ts";
import { documentedContent, documentedEnvelope, operationIndentation } from "./documented-envelope.ts";
import type { ContentWriter } from "./element-writer.ts";
import { wcfContent, wcfEnvelope, wcfHeaders } from "./wcf-envelope.ts";
import { XmlOutput } from "./xml-output.ts";

/**
 * Encodes a request. In the `documented` form only the header blocks `ApplicationToken` and `Credentials` have a
 * place, and Carrier's members have none.
 *
 * Throws SchemaError when a value does not fit its schema or has a member that the version does not know (unless
 * `unknownMembers` says "drop"), and RangeError when the version has no such operation.
 */
export function encodeRequest<A extends AgentName, O extends string>(
  request: RequestToEncode<A, O>,
  dialect?: Dialect,
): string;
export function encodeRequest(request: RequestToEncode, dialect: Dialect = "wcf"): string {
  const { input: entity } = operationAt(request);
  const { headers = {}, input } = request;
  if (request.unknownMembers !== "drop") {
    assertKnownMembers(entity, input);
    assertMembersOf("the header blocks", requestHeaders, headers);
  }
  if (dialect === "documented") return encodeDocumented(request, "request", entity, input, headers);
  const { namespace, agents } = at(request.services);
  return wcfEnvelope(soapVersionOf(dialect), {
    namespace,
    headers: wcfHeaders(agents[request.agent].requestHeaders, namespace)(headers),
    element: entity.xml.name,
    content: written(wcfContent(entity, false), input, 0),
  });
}

/**
 * Encodes a response. In the `documented` form header blocks and Carrier's members have no place.
 *
 * Throws SchemaError when a value does not fit its schema, and RangeError when the version has no such operation.
 */
export function encodeResponse<A extends AgentName, O extends string>(
  response: ResponseToEncode<A, O>,
  dialect?: Dialect,
): string;
export function encodeResponse(response: ResponseToEncode, dialect: Dialect = "wcf"): string {
  const { output: entity } = operationAt(response);
  const { output, complete = false, outsideXml } = response;
  if (dialect === "documented") return encodeDocumented(response, "response", entity, output, {}, outsideXml);
  const { namespace } = at(response.services);
  return wcfEnvelope(soapVersionOf(dialect), {
    namespace,
    headers: encodeResponseHeaders(response),
    element: entity.xml.name,
    content: written(wcfContent(entity, complete), output, 0, outsideXml),
  });
}

/** Encodes the four header blocks that every answer of WCF has, in the order of captured envelopes. */
export function encodeResponseHeaders({
  services,
  agent,
  headers,
  outsideXml,
}: Target & Pick<ResponseToEncode, "headers" | "outsideXml">): string {
  const { namespace, agents } = at(services);
  const { responseHeaders } = agents[agent];
  const { ExceptionInfo = null, ExtraInfo = null, Succeeded = true, TimeZone = null } = headers ?? {};
  const says = ExceptionInfo !== null || ExtraInfo !== null || Succeeded !== true || TimeZone !== null;
  const known = says ? undefined : emptyHeaders.get(responseHeaders);
  if (known !== undefined) return known;
  const values = { ExceptionInfo, ExtraInfo, Succeeded, TimeZone };
  const written = wcfHeaders(responseHeaders, namespace)(values, outsideXml);
  if (!says) emptyHeaders.set(responseHeaders, written);
  return written;
}

/** The header blocks of responses with nothing to say in them, as nearly all are, by their schemas. */
const emptyHeaders = new WeakMap<object, string>();

function encodeDocumented(
  { services, agent }: Target,
  direction: "request" | "response",
  entity: Operation["input"],
  value: object,
  headers: RequestToEncode["headers"] & object,
  outsideXml?: OutsideXml,
): string {
  const write = documentedContent(services, agent, entity);
  const content = written(write, value, operationIndentation[direction] + 1, outsideXml);
  return documentedEnvelope({ services, agent, direction, element: entity.xml.name, content, headers });
}

function written(write: ContentWriter, value: object, depth: number, outsideXml?: OutsideXml): string {
  const output = new XmlOutput(outsideXml);
  write(output, value, depth);
  return output.take();
}
