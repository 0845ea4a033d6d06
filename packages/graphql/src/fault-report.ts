/** What may be kept of something that was thrown: its class, its code and where it happened, but not its message. */
export interface Fault {
  /** The class of the error. */
  readonly type: string;
  /** Node's or the store's code; absent when it has none. */
  readonly code?: string;
  /** The calls that led there, one each, the innermost first. */
  readonly frames: readonly string[];
  readonly cause?: Fault;
}

/**
 * What may be kept of something that was thrown. Its message is left out, since it may hold SQL, a ticket or
 * somebody's data.
 */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { type: "something that is no error", frames: [] };
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    ...("code" in error && typeof error.code === "string" && { code: error.code }),
    frames: frames.map((frame) => frame.trim()),
    ...(error.cause !== undefined && { cause: faultOf(error.cause) }),
  };
}

/** Writes a fault of this program to standard error, for a person. */
export function reportFault(error: unknown): void {
  process.stderr.write(`${faultText(faultOf(error))}\n`);
}

function faultText({ type, code, frames, cause }: Fault): string {
  const first = `Fault: ${type}${code === undefined ? "" : ` ${code}`}`;
  const rest = cause === undefined ? [] : [`caused by ${faultText(cause)}`];
  return [first, ...frames.map((frame) => `    ${frame}`), ...rest].join("\n");
}
