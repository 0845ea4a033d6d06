import type { IncomingMessage } from "node:http";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";

/** A copy of a message's body, taken while it passes. */
export interface BodyCopy {
  /**
   * The body as text, uncompressed. Throws an `Error` that says why when it is too large, compressed in an unknown way, or
   * not UTF-8.
   */
  readonly text: () => string;
}

/** Copies a message's body while somebody else reads it. A body over the limit is not kept. */
export function createBodyCopy(message: IncomingMessage, maxBytes = 10 * 1024 * 1024): BodyCopy {
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
      return textOf(uncompressed(Buffer.concat(chunks), message.headers["content-encoding"] ?? "identity", maxBytes));
    },
  };
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function textOf(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch (error) {
    throw new Error("a body is not UTF-8", { cause: error });
  }
}

function uncompressed(body: Buffer, encoding: string, maxOutputLength: number): Buffer {
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

function tooLarge(maxBytes: number): string {
  return `a body is larger than ${maxBytes} bytes`;
}
