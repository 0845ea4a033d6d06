import {
  findServices,
  type RequestHeaders,
  type ResponseHeaders,
  type ServicesVersion,
  servicesOfNamespace,
  servicesVersions,
  shortened,
} from "@superoffice-soap/schema";
import type { DecodeErrorCode } from "../decode-error.ts";
import { type Dialect, envelopeNamespaces, type SoapVersion, soapEncodingNamespace } from "../dialect.ts";
import type { DecodedRequest, DecodedResponse, ForeignHeader } from "../message.ts";
import type { Attributes } from "../xml/attributes.ts";
import type { ExpandedName, NamespaceScope } from "../xml/namespace-scope.ts";
import type { DecodeOptions } from "./decode-options.ts";
import { isTrue } from "./nil-and-default-rules.ts";
import { type BodyElement, operationIndexOf } from "./operation-index.ts";

/** Throws a DecodeError with the decoder's position. */
export type Fail = (code: DecodeErrorCode, detail: string) => never;

/** The number of header blocks outside of the contract that an envelope may have. */
const maxForeignHeaders = 1000;

/** The parts of a message outside of its body's element, as far as they were read. */
export class EnvelopeReader {
  soap: SoapVersion = "1.1";
  readonly foreignHeaders: ForeignHeader[] = [];
  /** The operation that the body's element stands for; `undefined` before that element. */
  target: BodyElement | undefined;
  readonly #headers = new Map<ServicesVersion, Record<string, unknown>>();
  readonly #fail: Fail;
  #documentedRoot = false;
  #headerElement = false;
  #blocksBesideBody = false;

  constructor(fail: Fail) {
    this.#fail = fail;
  }

  /** Reads the root element's name and declarations. */
  root({ namespace, local }: ExpandedName, name: string, attributes: Attributes): void {
    const soap = local === "Envelope" ? soapVersionOfNamespace(namespace) : undefined;
    if (soap === undefined) {
      return this.#fail(
        "envelope_invalid",
        `expected a SOAP 1.1 or 1.2 Envelope but found ${describe(namespace, local)}`,
      );
    }
    this.soap = soap;
    this.#documentedRoot =
      name.startsWith("SOAP-ENV:") && [...attributes.values.values()].includes(soapEncodingNamespace);
  }

  /** Notes that the envelope has a `Header` element. */
  header(): void {
    this.#headerElement = true;
  }

  /** Returns a version's header blocks, for the caller to fill. `besideBody` says that they stand outside of `Header`. */
  blocks(services: ServicesVersion, besideBody: boolean): Record<string, unknown> {
    if (besideBody) this.#blocksBesideBody = true;
    const blocks = this.#headers.get(services) ?? {};
    this.#headers.set(services, blocks);
    return blocks;
  }

  /** Returns a version's request header blocks, as far as they were read. */
  requestHeaders(services: ServicesVersion): RequestHeaders {
    // The blocks were read by the schemas of both kinds of header.
    return (this.#headers.get(services) ?? {}) as RequestHeaders;
  }

  /** Notes a header block that is not the contract's. */
  foreignHeader({ namespace, local }: ExpandedName, scope: NamespaceScope, attributes: Attributes): void {
    if (this.foreignHeaders.length === maxForeignHeaders) {
      return this.#fail("limit_exceeded", `more than ${maxForeignHeaders} header blocks that are not the contract's`);
    }
    const soap = envelopeNamespaces[this.soap];
    const demanded = scope.attribute(attributes, soap, "mustUnderstand");
    const actor = scope.attribute(attributes, soap, this.soap === "1.1" ? "actor" : "role");
    const mustUnderstand = demanded !== undefined && isTrue(demanded) && isForReceiver(actor);
    this.foreignHeaders.push({ namespace, name: local, mustUnderstand });
  }

  /** Finds the operation that the body's element stands for. */
  operation({ namespace, local }: ExpandedName, { expect = {} }: DecodeOptions): BodyElement {
    const services = servicesOfNamespace(namespace) ?? this.#fail("services_unknown", unknownServices(namespace));
    if (expect.services !== undefined && expect.services !== services) {
      return this.#fail("services_unknown", `expected a message of ${expect.services} but found one of ${services}`);
    }
    const candidates = operationIndexOf(services).bodies.get(local) ?? [];
    const found =
      candidates.find(({ operation }) => operation === expect.operation) ??
      (expect.operation === undefined ? candidates[0] : undefined);
    if (found === undefined)
      return this.#fail("operation_unknown", unknownOperation(services, local, expect.operation));
    if (expect.agent !== undefined && expect.agent !== found.agent) {
      return this.#fail("operation_unknown", `${local} is an operation of ${found.agent}, not of ${expect.agent}`);
    }
    this.target = found;
    return found;
  }

  /** Accepts an empty body as the expected answer when a header block says that the call failed. */
  failedCall({ expect = {} }: DecodeOptions): boolean {
    const { services, agent, operation } = expect;
    if (services === undefined || this.#headers.get(services)?.Succeeded !== false) return false;
    const isExpected = (body: BodyElement) =>
      body.direction === "response" && body.agent === agent && body.operation === operation;
    this.target = [...operationIndexOf(services).bodies.values()].flat().find(isExpected);
    return this.target !== undefined;
  }

  /** Returns the message's dialect, which is certain only after the body's element. */
  dialect(): Dialect {
    if (this.soap === "1.1") return "wcf";
    return this.#blocksBesideBody || (this.#documentedRoot && !this.#headerElement) ? "documented" : "soap12";
  }

  /** Returns the message with its body's value. */
  message(value: Record<string, unknown>): DecodedRequest | DecodedResponse {
    const target = this.target ?? this.#fail("envelope_invalid", "the envelope's Body is empty");
    const { services, agent, operation, direction } = target;
    const { foreignHeaders } = this;
    const blocks = this.#headers.get(services) ?? {};
    const dialect = this.dialect();
    // The blocks were read by the schemas of both kinds of header; which kind it is, the body's element says.
    if (direction === "request") {
      const headers = blocks as RequestHeaders;
      return { kind: direction, dialect, services, agent, operation, foreignHeaders, value, headers };
    }
    const headers = blocks as ResponseHeaders;
    return { kind: direction, dialect, services, agent, operation, foreignHeaders, value, headers };
  }
}

function soapVersionOfNamespace(namespace: string): SoapVersion | undefined {
  if (namespace === envelopeNamespaces["1.1"]) return "1.1";
  return namespace === envelopeNamespaces["1.2"] ? "1.2" : undefined;
}

const actorNext = "http://schemas.xmlsoap.org/soap/actor/next";
const receiverRoles = ["next", "ultimateReceiver"].map((role) => `${envelopeNamespaces["1.2"]}/role/${role}`);

function isForReceiver(actor: string | undefined): boolean {
  return actor === undefined || actor === "" || actor === actorNext || receiverRoles.includes(actor);
}

function describe(namespace: string, local: string): string {
  return `<${shortened(local)}> in ${namespace === "" ? "no namespace" : shortened(namespace)}`;
}

function unknownServices(namespace: string): string {
  const known = `${servicesVersions[0]} to ${servicesVersions.at(-1)}`;
  const last = namespace.split("/").at(-1) ?? "";
  // The likeliest slip is the right name in the wrong case.
  const hint = findServices(last) === undefined ? "" : `; did you mean ${findServices(last)}?`;
  const found =
    namespace === "" ? "the element has no namespace" : `${shortened(namespace)} is no namespace of the contract`;
  return `${found} (${known})${hint}`;
}

function unknownOperation(services: ServicesVersion, local: string, expected: string | undefined): string {
  const found = `<${shortened(local)}>`;
  return expected === undefined
    ? `${services} has no operation for ${found}`
    : `expected ${expected} but found ${found}`;
}
