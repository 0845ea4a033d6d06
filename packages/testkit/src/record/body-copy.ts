import type { IncomingMessage } from "node:http";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import { decodedXml } from "../xml/xml-encoding.ts";

/** A copy of a message's body, made while it passes. */
export interface BodyCopy {
  /**
   * Returns the body as text, uncompressed. Throws an `Error` that says why when the body is too large, compressed in
   * an unknown way, or neither UTF-8 nor UTF-16.
   */
  readonly text: () => string;
}

/** Copies a message's body while another reader reads it. A body over the limit is not kept. */
export function createBodyCopy(message: IncomingMessage, maxBytes: number): BodyCopy {
  const chunks: Buffer[] = [];
  let length = 0;
  message.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length <= maxBytes) chunks.push(chunk);
    else chunks.length = 0;
  });
  return {
    text: () => {
      if (length > maxBytes) throw new Error(tooLarge(maxBytes));
      return textOf(uncompressed(message, Buffer.concat(chunks), maxBytes));
    },
  };
}

function textOf(body: Buffer): string {
  const decoded = decodedXml(body);
  if (decoded === undefined) throw new Error("a body is not UTF-8");
  return decoded.text;
}

/**
 * Returns a message's body, uncompressed. Throws an `Error` that says why when it cannot be uncompressed or is too
 * large.
 */
export function uncompressed({ headers }: IncomingMessage, body: Buffer, maxOutputLength: number): Buffer {
  const encoding = headers["content-encoding"] ?? "identity";
  const uncompress = uncompressors.get(encoding.toLowerCase());
  if (uncompress === undefined) throw new Error(`a body is compressed with ${encoding}, which is not known`);
  try {
    return uncompress(body, { maxOutputLength });
  } catch (error) {
    const reason =
      error instanceof RangeError ? tooLarge(maxOutputLength) : `a body is not compressed with ${encoding}`;
    throw new Error(reason, { cause: error });
  }
}

type Uncompress = (body: Buffer, limit: { maxOutputLength: number }) => Buffer;

const uncompressors: ReadonlyMap<string, Uncompress> = new Map<string, Uncompress>([
  ["identity", (body) => body],
  ["gzip", gunzipSync],
  ["x-gzip", gunzipSync],
  ["deflate", inflateSync],
  ["br", brotliDecompressSync],
]);

/** Returns the message about a body over the limit. */
export function tooLarge(maxBytes: number): string {
  return `a body is larger than ${maxBytes} bytes`;
}
