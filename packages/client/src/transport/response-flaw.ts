/** The reason why a response cannot be read, below SOAP and XML. */
export type ResponseFlawCode =
  /** It breaks HTTP's rules. */
  | "ERR_HTTP_RESPONSE"
  /** Its content coding is not known, or not the one that it names. */
  | "ERR_CONTENT_ENCODING"
  /** It is an MTOM message. */
  | "ERR_MTOM";

/** A flaw of a response. It holds nothing of the response itself, which may be a secret. */
export class ResponseFlaw extends Error {
  override readonly name = "ResponseFlaw";
  readonly code: ResponseFlawCode;

  constructor(code: ResponseFlawCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Returns the flaw that made a transport fail; `undefined` when the connection did. Known are undici, `fetch` and node:http. */
export function responseFlawOf(error: unknown, depth = 0): ResponseFlaw | undefined {
  if (!(error instanceof Error) || depth > 3) return undefined;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const reason = violationOf(error, code);
  if (reason !== undefined) return new ResponseFlaw("ERR_HTTP_RESPONSE", reason);
  if (isDecompressionCode(code)) return new ResponseFlaw("ERR_CONTENT_ENCODING", error.message);
  return responseFlawOf(error.cause, depth + 1);
}

function violationOf(error: Error, code: string): string | undefined {
  const { name, message } = error;
  // undici puts the parser's reason in brackets, node:http behind a colon.
  if (name === "HTTPParserError") return /\((.+)\)$/.exec(message)?.[1] ?? message;
  if (code.startsWith("HPE_")) return message.replace(/^Parse Error: /, "");
  if (code === "UND_ERR_SOCKET") return reasonOfSocketError.get(message);
  return reasonOfCode.get(code);
}

const reasonOfCode: ReadonlyMap<string, string> = new Map([
  ["UND_ERR_HEADERS_OVERFLOW", "Header overflow"],
  [
    "UND_ERR_RES_CONTENT_LENGTH_MISMATCH",
    "Content-Length is there twice, beside Transfer-Encoding, or is not the body's",
  ],
]);

const reasonOfSocketError: ReadonlyMap<string, string> = new Map([
  ["bad upgrade", "Switching Protocols was not asked for"],
  ["bad response", "100 Continue was not asked for"],
]);

// Of zlib and of Brotli.
function isDecompressionCode(code: string): boolean {
  return /^(?:Z_(?:DATA|STREAM)_ERROR|Z_NEED_DICT|ERR__ERROR_|ERR_BROTLI_)/.test(code);
}
