import type { AgentName, RequestHeaders, ServicesVersion } from "@superoffice-soap/schema";
import type { Dialect } from "../dialect.ts";
import type { Message } from "../message.ts";
import { DocumentTokenizer } from "../xml/document-tokenizer.ts";
import { FastPathUnsupported } from "../xml/fast/scanner.ts";
import type { DecodeOptions } from "./decode-options.ts";
import { MessageDecoder } from "./message-decoder.ts";

/** Reads one envelope from chunks. `write` and `end` throw DecodeError; a decoder that has thrown is spent. */
export interface Decoder<A extends AgentName = AgentName, O extends string = string> {
  /** Reads on. Bytes must be UTF-8; chunks may be cut anywhere, also inside a character. */
  readonly write: (chunk: Uint8Array | string) => void;
  /** Ends the document and gives what it held. */
  readonly end: () => Message<A, O>;
  /** The form of what was read so far, also after an error; `undefined` before the envelope's tag. */
  readonly dialect: () => Dialect | undefined;
  /** The header blocks of a request that were read so far, in a version of the contract. */
  readonly requestHeaders: (services: ServicesVersion) => RequestHeaders;
}

/**
 * Creates a decoder for one envelope that arrives in chunks. An envelope in a single chunk, as most requests are, is read
 * at `end`, because a whole envelope can take the fast path (`npm run bench -- decode`).
 */
export function createDecoder<A extends AgentName = AgentName, O extends string = string>(
  options?: DecodeOptions<A, O>,
): Decoder<A, O>;
// Messages other than the one that `expect` names are refused, so the rest have its types.
export function createDecoder(options: DecodeOptions = {}): Decoder {
  return new ChunkDecoder(options);
}

class ChunkDecoder implements Decoder {
  readonly #options: DecodeOptions;
  #only: string | undefined;
  #decoder: MessageDecoder | undefined;
  #message: Message | undefined;
  /** The error that `dialect` ran into, thrown again when reading goes on. */
  #failure: { readonly error: unknown } | undefined;

  constructor(options: DecodeOptions) {
    this.#options = options;
  }

  write(chunk: Uint8Array | string): void {
    const isFirst = this.#only === undefined && this.#decoder === undefined;
    // As a string, because the caller may reuse its buffer before `end`.
    const text = isFirst ? textOf(chunk) : undefined;
    if (text === undefined) this.#inPieces().write(chunk);
    else this.#only = text;
  }

  end(): Message {
    if (this.#only !== undefined) this.#message = decodePlain(this.#only, this.#options);
    this.#message ??= this.#inPieces().end();
    return this.#message;
  }

  dialect(): Dialect | undefined {
    if (this.#message !== undefined) return this.#message.dialect;
    try {
      return this.#inPieces().dialect();
    } catch (error) {
      this.#failure = { error };
      return this.#decoder?.dialect();
    }
  }

  requestHeaders(services: ServicesVersion): RequestHeaders {
    return this.#inPieces().requestHeaders(services);
  }

  // Returns the decoder that reads piece by piece, after it has read the chunk that waited.
  #inPieces(): MessageDecoder {
    if (this.#failure !== undefined) throw this.#failure.error;
    this.#decoder ??= new MessageDecoder(this.#options);
    const only = this.#only;
    this.#only = undefined;
    if (only !== undefined) this.#decoder.write(only);
    return this.#decoder;
  }
}

/**
 * Decodes an envelope to a request, a response or a fault. Dialect, version and operation are read off the envelope.
 * Prefixes, white space between elements, comments, CDATA, header order and `xsi:type` make no difference; members may
 * be out of order unless `memberOrder` says otherwise; unknown ones are skipped.
 *
 * Throws DecodeError.
 */
export function decodeMessage<A extends AgentName = AgentName, O extends string = string>(
  envelope: Uint8Array | string,
  options?: DecodeOptions<A, O>,
): Message<A, O>;
export function decodeMessage(envelope: Uint8Array | string, options: DecodeOptions = {}): Message {
  return decodePlain(envelope, options) ?? decodeAny(envelope, options);
}

function decodeAny(envelope: Uint8Array | string, options: DecodeOptions): Message {
  const decoder = new MessageDecoder(options);
  decoder.write(envelope);
  return decoder.end();
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Returns the text of bytes that are UTF-8 and do not end inside a character; else `undefined`. */
function textOf(bytes: Uint8Array | string): string | undefined {
  if (typeof bytes === "string") return bytes;
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Returns options under which reading gives up at the first warning, which the second reading gives with its position. */
function unheard(options: DecodeOptions): DecodeOptions {
  return options.onWarning === undefined ? options : { ...options, onWarning: giveUp };
}

function giveUp(): never {
  throw new FastPathUnsupported();
}

/** Decodes an envelope by the fast path; returns `undefined` when that cannot read it, right or wrong. */
function decodePlain(envelope: Uint8Array | string, options: DecodeOptions): Message | undefined {
  const text = textOf(envelope);
  if (text === undefined) return undefined;
  try {
    const decoder = new MessageDecoder(unheard(options), undefined, (handler) => new DocumentTokenizer(handler));
    decoder.write(text);
    return decoder.end();
  } catch {
    // The second reading throws it again, with its position.
    return undefined;
  }
}
