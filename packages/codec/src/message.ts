import type { AgentName, RequestHeaders, ResponseHeaders, ServicesVersion } from "@superoffice-soap/schema";
import type { Dialect } from "./dialect.ts";
import type { Fault } from "./fault.ts";

/** Which operation of which agent, in which version of the contract. */
export interface Target {
  readonly services: ServicesVersion;
  readonly agent: AgentName;
  readonly operation: string;
}

/** A request, before it is written. */
export interface RequestToEncode extends Target {
  /** The operation's parameters by wire name; absent ones are left out. */
  readonly input: object;
  readonly headers?: RequestHeaders;
}

/** A response, before it is written. */
export interface ResponseToEncode extends Target {
  /** The members of the response element by wire name, `{ Response: … }` for most operations. */
  readonly output: object;
  /** Header blocks; those left out are nil, and `Succeeded` is true. */
  readonly headers?: ResponseHeaders;
  /**
   * Whether absent members are written as nil or their type's default, as WCF does; else they are left out.
   * @default false
   */
  readonly complete?: boolean;
}

/** A list response, before it is written. */
export interface ListToEncode extends Omit<ResponseToEncode, "output"> {
  /** The items of the operation's result. */
  readonly items: AsyncIterable<unknown> | Iterable<unknown>;
}

/** A header block of the sender's that is none of the contract's. */
export interface ForeignHeader {
  readonly namespace: string;
  readonly name: string;
  /** True when the sender demands that it be understood, and by whoever reads the message. */
  readonly mustUnderstand: boolean;
}

interface DecodedMessage extends Target {
  /** The form it came in. */
  readonly dialect: Dialect;
  /** Header blocks that are not the contract's. */
  readonly foreignHeaders: readonly ForeignHeader[];
}

/** A request, read. */
export interface DecodedRequest extends DecodedMessage {
  readonly kind: "request";
  readonly headers: RequestHeaders;
  /** The operation's parameters by wire name: absent ones are missing, nil ones `null`. */
  readonly value: Record<string, unknown>;
}

/** A response, read. */
export interface DecodedResponse extends DecodedMessage {
  readonly kind: "response";
  readonly headers: ResponseHeaders;
  /** The members of the response element by wire name. */
  readonly value: Record<string, unknown>;
}

/** A list response that is still being read. */
export interface DecodedList extends DecodedMessage {
  readonly kind: "list";
  /** The header blocks that stood before the list, which is where they belong. */
  readonly headers: ResponseHeaders;
  /** Whether the result is nil, or absent, rather than a list. */
  readonly nil: boolean;
  /** The items, once, as they arrive. */
  readonly items: AsyncGenerator<unknown, void, void>;
}

/** A fault, read. */
export interface DecodedFault {
  readonly kind: "fault";
  readonly dialect: Dialect;
  readonly fault: Fault;
}

/** What a SOAP envelope held. */
export type Message = DecodedRequest | DecodedResponse | DecodedFault;
