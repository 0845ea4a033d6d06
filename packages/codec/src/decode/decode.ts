import type { AgentName, RequestHeaders, ServicesVersion } from "@superoffice-soap/schema";
import type { Dialect } from "../dialect.ts";
import type { Message } from "../message.ts";
import { createQuickTokenizer } from "../xml/document-tokenizer.ts";
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
 * A decoder for one envelope that arrives in chunks. One that comes in a single chunk, as most requests do, is read when
 * it ends, since a whole envelope is read in a fraction of the time.
 */
export function createDecoder<A extends AgentName = AgentName, O extends string = string>(
  options?: DecodeOptions<A, O>,
): Decoder<A, O>;
// Every message that is not what `expect` says is refused, so the others have its types.
export function createDecoder(options: DecodeOptions = {}): Decoder {
  return new ChunkDecoder(options);
}

class ChunkDecoder implements Decoder {
  readonly #options: DecodeOptions;
  #only: string | undefined;
  #decoder: MessageDecoder | undefined;
  #message: Message | undefined;
  /** What `dialect` met with, for those who read on. */
  #failure: { readonly error: unknown } | undefined;

  constructor(options: DecodeOptions) {
    this.#options = options;
  }

  write(chunk: Uint8Array | string): void {
    const isFirst = this.#only === undefined && this.#decoder === undefined;
    // As a text, since whoever reads into the same buffer again must not change what waits here.
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

  // The decoder that reads piece by piece, having read what waited.
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
 * What an envelope holds: a request, a response or a fault, in whichever dialect, version and operation it says itself.
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

/** The text of bytes that are UTF-8 and end with a character; else `undefined`. */
function textOf(bytes: Uint8Array | string): string | undefined {
  if (typeof bytes === "string") return bytes;
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The options of a reading that gives up where there is something to warn of: that is told once, with its place. */
function unheard(options: DecodeOptions): DecodeOptions {
  return options.onWarning === undefined ? options : { ...options, onWarning: giveUp };
}

function giveUp(): never {
  throw new FastPathUnsupported();
}

/** The message of an envelope that is plain and right; `undefined` when it is to be read with all that XML allows. */
function decodePlain(envelope: Uint8Array | string, options: DecodeOptions): Message | undefined {
  const text = textOf(envelope);
  if (text === undefined) return undefined;
  try {
    const decoder = new MessageDecoder(unheard(options), undefined, createQuickTokenizer);
    decoder.write(text);
    return decoder.end();
  } catch {
    // Whatever it was, it comes again, with its place.
    return undefined;
  }
}
