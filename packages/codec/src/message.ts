import type {
  AgentName,
  Answered,
  Input,
  ListItemOf,
  ListOperationName,
  OperationAddress,
  OperationName,
  RequestHeaders,
  ResponseHeaders,
} from "@superoffice-soap/schema";
import type { Dialect } from "./dialect.ts";
import type { Fault } from "./fault.ts";
import type { OutsideXml } from "./xml/escape.ts";

/** An operation of an agent, in a version of the contract. */
export interface Target<A extends AgentName = AgentName, O extends string = string> extends OperationAddress {
  readonly agent: A;
  readonly operation: O;
}

/** `Known`; when it is `never`, the text that the compiler shows for an operation that does not exist. */
type OrNoOperation<Known, Complaint extends string> = [Known] extends [never] ? Complaint : Known;

/** The input of an operation whose name is known at compile time; else `Unknown`. */
type InputOf<A extends AgentName, O extends string, Unknown> = string extends O
  ? Unknown
  : OrNoOperation<InputAmong<A, O>, `${A} has no operation ${O}`>;

// When the agent is not known, any agent with an operation of this name is possible.
type InputAmong<A extends AgentName, O> = A extends AgentName
  ? O extends OperationName<A>
    ? Input<A, O>
    : never
  : never;

/** The answer of an operation, likewise. */
type AnsweredOf<A extends AgentName, O extends string, Unknown> = string extends O
  ? Unknown
  : OrNoOperation<AnsweredAmong<A, O>, `${A} has no operation ${O}`>;

type AnsweredAmong<A extends AgentName, O> = A extends AgentName
  ? O extends OperationName<A>
    ? Answered<A, O>
    : never
  : never;

/** One item of the list that an operation results in, likewise. */
type ItemOf<A extends AgentName, O extends string> = string extends O
  ? unknown
  : OrNoOperation<ItemAmong<A, O>, `${A} has no operation ${O} that results in a list`>;

type ItemAmong<A extends AgentName, O> = A extends AgentName
  ? O extends ListOperationName<A>
    ? ListItemOf<A, O>
    : never
  : never;

/** A request to encode. */
export interface RequestToEncode<A extends AgentName = AgentName, O extends string = string> extends Target<A, O> {
  /** The operation's parameters by wire name; absent ones are left out. */
  readonly input: InputOf<A, O, object>;
  readonly headers?: RequestHeaders;
  /**
   * The treatment of a member or parameter that the version does not know, at any depth: `refuse`, since it is probably
   * misspelt, or `drop`, for values that another version's NetServer gave.
   * @default "refuse"
   */
  readonly unknownMembers?: UnknownMembers;
}

/** The treatment of members that a version of the contract does not know. */
export type UnknownMembers = "refuse" | "drop";

/** A response to encode. */
export interface ResponseToEncode<A extends AgentName = AgentName, O extends string = string> extends Target<A, O> {
  /** The members of the response element by wire name, `{ Response: … }` for most operations. */
  readonly output: AnsweredOf<A, O, object>;
  /** Header blocks; those left out are nil, and `Succeeded` is true. */
  readonly headers?: ResponseHeaders;
  /**
   * Writes absent members as nil or their type's default, as WCF does; else they are left out.
   * @default false
   */
  readonly complete?: boolean;
  /**
   * The treatment of characters that XML 1.0 cannot carry: `refuse` throws SchemaError, `replace` writes U+FFFD. Another
   * service's answers may have them: WCF writes them as references, which this decoder reads but other readers refuse.
   * @default "refuse"
   */
  readonly outsideXml?: OutsideXml;
}

/** A list response to encode. */
export interface ListToEncode<A extends AgentName = AgentName, O extends string = string>
  extends Omit<ResponseToEncode<A, O>, "output"> {
  /** The items of the operation's result. */
  readonly items: AsyncIterable<ItemOf<A, O>> | Iterable<ItemOf<A, O>>;
}

/** A header block that is not the contract's. */
export interface ForeignHeader {
  readonly namespace: string;
  readonly name: string;
  /** True when the sender demands that the reader of the message understand it. */
  readonly mustUnderstand: boolean;
}

interface DecodedMessage<A extends AgentName, O extends string> extends Target<A, O> {
  /** The dialect of its envelope. */
  readonly dialect: Dialect;
  /** Header blocks that are not the contract's. */
  readonly foreignHeaders: readonly ForeignHeader[];
}

/** A decoded request. */
export interface DecodedRequest<A extends AgentName = AgentName, O extends string = string>
  extends DecodedMessage<A, O> {
  readonly kind: "request";
  readonly headers: RequestHeaders;
  /** The operation's parameters by wire name: absent ones are missing, nil ones `null`. */
  readonly value: InputOf<A, O, Record<string, unknown>>;
}

/** A decoded response. */
export interface DecodedResponse<A extends AgentName = AgentName, O extends string = string>
  extends DecodedMessage<A, O> {
  readonly kind: "response";
  readonly headers: ResponseHeaders;
  /** The members of the response element by wire name. */
  readonly value: AnsweredOf<A, O, Record<string, unknown>>;
}

/** A list response that is still being read. */
export interface DecodedList<A extends AgentName = AgentName, O extends string = string> extends DecodedMessage<A, O> {
  readonly kind: "list";
  /** The header blocks that stood before the list, which is where they belong. */
  readonly headers: ResponseHeaders;
  /** True when the result is nil, or absent, rather than a list. */
  readonly nil: boolean;
  /** The items, once, as they arrive. */
  readonly items: AsyncGenerator<ItemOf<A, O>, void, void>;
}

/** A decoded fault. */
export interface DecodedFault {
  readonly kind: "fault";
  readonly dialect: Dialect;
  readonly fault: Fault;
}

/** The content of a SOAP envelope. */
export type Message<A extends AgentName = AgentName, O extends string = string> =
  | DecodedRequest<A, O>
  | DecodedResponse<A, O>
  | DecodedFault;
