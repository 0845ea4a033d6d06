import {
  contentTypeOf,
  createDecoder,
  type DecodedFault,
  type DecodedList,
  type DecodedResponse,
  DecodeError,
  decodeList,
  type Target,
} from "@superoffice-soap/codec";
import {
  defaultOf,
  type Operation,
  type ResponseHeaders,
  resultOf,
  resultSchemaOf,
  soapActionOf,
} from "@superoffice-soap/schema";
import { httpHeadersOf } from "../transport/http-headers.ts";
import type { Transport, TransportResponse } from "../transport/transport.ts";
import { ResponseBody, type ResponseLimits } from "./response-body.ts";
import { faultError, serviceError } from "./service-error.ts";
import { endedEarly, interrupted, notSoap, type Sent } from "./transport-error.ts";

/** One request and all that is needed to understand its answer. */
export interface Exchange extends Sent, ResponseLimits {
  readonly transport: Transport;
  readonly target: Target;
  /** The operation in the version that is spoken. */
  readonly operation: Operation;
  readonly envelope: string;
  /** HTTP header fields beside the client's own. */
  readonly httpHeaders: Readonly<Record<string, string>>;
  readonly userAgent: string | undefined;
  readonly defaults: boolean;
  /** The longest time between one part of a list and the next, once it has begun. */
  readonly streamTimeoutMs: number;
  /** Receives the header blocks of the answer, before its result. */
  readonly onResponseHeaders: ((headers: ResponseHeaders) => void) | undefined;
}

/** Sends the request and gives the operation's result. Rejects with one of the project's errors. */
export function resultFrom(exchange: Exchange): Promise<unknown> {
  return answered(exchange, async (body) => {
    const decoder = createDecoder(decodeOptionsOf(exchange));
    await body.readInto((chunk) => decoder.write(chunk));
    const message = decoder.end();
    if (message.kind === "request") throw echoed();
    assertSucceeded(exchange, message);
    return valueIn(exchange.operation, message.value);
  });
}

/** A result whose items come one by one. */
export interface OpenList {
  /** True when the result is nil, and so has no items. */
  readonly nil: boolean;
  readonly items: AsyncGenerator<unknown, void, void>;
  /** Reads no further. For a list that has not been read from yet. */
  readonly close: () => void;
}

/** Sends the request and gives the result's items, as soon as they begin. */
export function itemsFrom(exchange: Exchange): Promise<OpenList> {
  return answered(exchange, async (body, response) => {
    const chunks = body.chunks();
    const list = await decodeList(chunks, decodeOptionsOf(exchange));
    try {
      assertSucceeded(exchange, list);
    } catch (error) {
      await chunks.return();
      throw error;
    }
    return { nil: list.nil, items: understood(exchange, response, body, list), close: () => void chunks.return() };
  });
}

async function* understood(
  exchange: Exchange,
  response: TransportResponse,
  body: ResponseBody,
  { items }: DecodedList,
): AsyncGenerator<unknown, void, void> {
  body.clockChunks(exchange.streamTimeoutMs);
  try {
    for await (const item of items) {
      body.forget();
      yield item;
    }
  } catch (error) {
    throw explained(exchange, response, body, error);
  }
}

async function answered<T>(
  exchange: Exchange,
  read: (body: ResponseBody, response: TransportResponse) => Promise<T>,
): Promise<T> {
  const response = await headOf(exchange);
  const body = new ResponseBody(exchange, response, exchange);
  try {
    return await read(body, response);
  } catch (error) {
    throw explained(exchange, response, body, error);
  }
}

async function headOf(exchange: Exchange): Promise<TransportResponse> {
  const { transport, limit, url, target, envelope, httpHeaders, userAgent } = exchange;
  const { services, agent, operation } = target;
  const headers = httpHeadersOf(httpHeaders);
  if (userAgent !== undefined) headers["user-agent"] ??= userAgent;
  headers["content-type"] = contentTypeOf("wcf");
  headers.soapaction = `"${soapActionOf(services, agent, operation)}"`;
  try {
    limit.signal.throwIfAborted();
    return await limit.race(transport.send({ url, headers, body: envelope, signal: limit.signal }));
  } catch (error) {
    throw limit.signal.aborted ? endedEarly(exchange, limit) : interrupted(exchange, error);
  }
}

function explained(exchange: Exchange, response: TransportResponse, body: ResponseBody, error: unknown): unknown {
  if (exchange.limit.signal.aborted) return endedEarly(exchange, exchange.limit);
  return error instanceof DecodeError ? notSoap(exchange, response, error, body.isEmpty) : error;
}

function decodeOptionsOf({ target, defaults }: Exchange) {
  return { expect: target, defaults };
}

function assertSucceeded(
  { target, onResponseHeaders }: Exchange,
  answer: { readonly kind: "list"; readonly headers: ResponseHeaders } | DecodedResponse | DecodedFault,
): asserts answer is Exclude<typeof answer, DecodedFault> {
  if (answer.kind === "fault") throw faultError(target.operation, answer.fault);
  onResponseHeaders?.(answer.headers);
  const failure = serviceError(target.operation, answer.headers);
  if (failure !== undefined) throw failure;
}

function echoed(): DecodeError {
  const message = "expected a response but found a request";
  return new DecodeError("operation_unknown", message, "Body", { line: 1, column: 1 });
}

// A result that is left out stands for its type's default, as in .NET.
function valueIn(operation: Operation, answer: Readonly<Record<string, unknown>>): unknown {
  const value = resultOf(operation, answer);
  const schema = resultSchemaOf(operation);
  return value === undefined && schema !== undefined ? defaultOf(schema) : value;
}
