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

/** Which operation of which agent, in which version of the contract. */
export interface Target<A extends AgentName = AgentName, O extends string = string> extends OperationAddress {
  readonly agent: A;
  readonly operation: O;
}

/** `Known`; where nothing is known, what the compiler says of an operation that there is not. */
type OrNoOperation<Known, Complaint extends string> = [Known] extends [never] ? Complaint : Known;

/** What an operation takes, where its name is known when the program is compiled; else `Unknown`. */
type InputOf<A extends AgentName, O extends string, Unknown> = string extends O
  ? Unknown
  : OrNoOperation<InputAmong<A, O>, `${A} has no operation ${O}`>;

// Of an agent that is not known, each that has an operation of this name may be meant.
type InputAmong<A extends AgentName, O> = A extends AgentName
  ? O extends OperationName<A>
    ? Input<A, O>
    : never
  : never;

/** What an operation's answer holds, likewise. */
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

/** A request, before it is written. */
export interface RequestToEncode<A extends AgentName = AgentName, O extends string = string> extends Target<A, O> {
  /** The operation's parameters by wire name; absent ones are left out. */
  readonly input: InputOf<A, O, object>;
  readonly headers?: RequestHeaders;
  /**
   * Whether a member or parameter that the version does not know, at any depth, is refused, since it is probably
   * misspelt, or left out: for values that another version's NetServer gave.
   * @default "refuse"
   */
  readonly unknownMembers?: UnknownMembers;
}

/** The treatment of members that a version of the contract does not know. */
export type UnknownMembers = "refuse" | "drop";

/** A response, before it is written. */
export interface ResponseToEncode<A extends AgentName = AgentName, O extends string = string> extends Target<A, O> {
  /** The members of the response element by wire name, `{ Response: … }` for most operations. */
  readonly output: AnsweredOf<A, O, object>;
  /** Header blocks; those left out are nil, and `Succeeded` is true. */
  readonly headers?: ResponseHeaders;
  /**
   * Whether absent members are written as nil or their type's default, as WCF does; else they are left out.
   * @default false
   */
  readonly complete?: boolean;
  /**
   * How characters are written that XML 1.0 cannot carry: `refuse` throws SchemaError, `replace` writes U+FFFD. What
   * another service answers may have them: WCF writes them as references, which are read here but fail other readers.
   * @default "refuse"
   */
  readonly outsideXml?: OutsideXml;
}

/** A list response, before it is written. */
export interface ListToEncode<A extends AgentName = AgentName, O extends string = string>
  extends Omit<ResponseToEncode<A, O>, "output"> {
  /** The items of the operation's result. */
  readonly items: AsyncIterable<ItemOf<A, O>> | Iterable<ItemOf<A, O>>;
}

/** A header block of the sender's that is none of the contract's. */
export interface ForeignHeader {
  readonly namespace: string;
  readonly name: string;
  /** True when the sender demands that it be understood, and by whoever reads the message. */
  readonly mustUnderstand: boolean;
}

interface DecodedMessage<A extends AgentName, O extends string> extends Target<A, O> {
  /** The form it came in. */
  readonly dialect: Dialect;
  /** Header blocks that are not the contract's. */
  readonly foreignHeaders: readonly ForeignHeader[];
}

/** A request, read. */
export interface DecodedRequest<A extends AgentName = AgentName, O extends string = string>
  extends DecodedMessage<A, O> {
  readonly kind: "request";
  readonly headers: RequestHeaders;
  /** The operation's parameters by wire name: absent ones are missing, nil ones `null`. */
  readonly value: InputOf<A, O, Record<string, unknown>>;
}

/** A response, read. */
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
  /** Whether the result is nil, or absent, rather than a list. */
  readonly nil: boolean;
  /** The items, once, as they arrive. */
  readonly items: AsyncGenerator<ItemOf<A, O>, void, void>;
}

/** A fault, read. */
export interface DecodedFault {
  readonly kind: "fault";
  readonly dialect: Dialect;
  readonly fault: Fault;
}

/** What a SOAP envelope held. */
export type Message<A extends AgentName = AgentName, O extends string = string> =
  | DecodedRequest<A, O>
  | DecodedResponse<A, O>
  | DecodedFault;
