import type { Socket } from "node:net";

/**
 * Makes an undici connection accept two things that HTTP allows a server but undici's parser refuses: interim responses that were not asked for, such as IIS's `100 Continue` (RFC 9110, 15.2), and folded
 * header fields, each fold replaced by a blank (RFC 9112, 5.2). Bodies pass untouched. Requests must not be pipelined.
 */
export function filterResponseHeads<S extends Socket>(socket: S): S {
  const { write, push } = socket;
  // Undefined from the head of a response to the next request.
  let head: ResponseHead | undefined;
  socket.write = function awaitResponse(this: S, ...args: unknown[]): boolean {
    head ??= new ResponseHead();
    // The arguments are passed on as they came.
    return Reflect.apply(write, this, args) as boolean;
  };
  // Node hands what a socket reads to `push`, as does every readable stream. A Duplex around the socket would hide its
  // errors and its end from undici.
  socket.push = function pushFiltered(this: S, chunk: Buffer | null, encoding?: BufferEncoding): boolean {
    if (head === undefined) return push.call(this, chunk, encoding);
    const bytes = chunk === null ? head.held : head.read(chunk);
    if (bytes === undefined) return true;
    head = undefined;
    if (chunk !== null) return push.call(this, bytes);
    if (bytes.length > 0) push.call(this, bytes);
    return push.call(this, null);
  };
  return socket;
}

/** Collects the head of one final response, however it is cut. */
export class ResponseHead {
  /** The bytes of a head that is not complete. */
  held: Buffer = nothing;

  /** Returns the bytes to parse, once the head is complete or can no longer become valid. */
  read(chunk: Buffer): Buffer | undefined {
    let bytes = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk]);
    for (;;) {
      const end = bytes.indexOf("\r\n\r\n");
      if (end < 0) return this.#hold(bytes);
      const next = bytes.subarray(end + 4);
      if (!isInterim(bytes)) return unfolded(bytes, end);
      bytes = next;
    }
  }

  #hold(bytes: Buffer): Buffer | undefined {
    if (isBroken(bytes)) return bytes;
    this.held = bytes;
    return undefined;
  }
}

const nothing = Buffer.alloc(0);

/** The longest head that is collected, as undici's parser takes no longer one. */
const maxHeadBytes = 16 * 1024;

const startOfStatusLine = "HTTP/1.";
const firstDigit = "HTTP/1.1 ".length;

// 101 is no interim response: what follows is another protocol.
function isInterim(head: Buffer): boolean {
  if (head[firstDigit] !== 0x31) return false;
  return /^HTTP\/1\.\d 1(?!01)\d\d[ \r]/.test(head.toString("latin1", 0, firstDigit + 4));
}

/** Tells whether the parser refuses the beginning of a head, so that its end need not be waited for. */
function isBroken(head: Buffer): boolean {
  if (head.length > maxHeadBytes) return true;
  const text = head.toString("latin1");
  return !startOfStatusLine.startsWith(text.slice(0, startOfStatusLine.length)) || /(?:^|[^\r])\n/.test(text);
}

// A fold right after the status line is left for the parser to refuse: it continues no field.
function unfolded(bytes: Buffer, end: number): Buffer {
  const firstField = bytes.indexOf("\r\n") + 2;
  if (!hasFold(bytes, firstField, end)) return bytes;
  const fields = bytes.toString("latin1", firstField, end);
  const joined = fields.replace(/\r\n[ \t]+/g, " ");
  return Buffer.concat([bytes.subarray(0, firstField), Buffer.from(joined, "latin1"), bytes.subarray(end)]);
}

function hasFold(bytes: Buffer, start: number, end: number): boolean {
  for (let at = bytes.indexOf("\r\n", start); at >= 0 && at < end; at = bytes.indexOf("\r\n", at + 2)) {
    const next = bytes[at + 2];
    if (next === 0x20 || next === 0x09) return true;
  }
  return false;
}
