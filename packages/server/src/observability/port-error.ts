/**
 * The parts that may be kept of a call that NetServer gave no usable answer: not the error's message, which may quote
 * the answer.
 */
export interface PortError {
  readonly agent: string;
  readonly operation: string;
  /** The class of the error. */
  readonly type: string;
  /** The kind of failure, of those that the error's class has. */
  readonly code?: string;
  /** The HTTP status, where there was one. */
  readonly status?: number;
  /**
   * The elements down to the one that could not be read, `Body/GetKeyResponse/Response/RecordId`; line and column are
   * its position.
   */
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
  /** Node's code for what happened to the connection, such as `ECONNREFUSED`. */
  readonly cause?: string;
}

/**
 * Returns the parts of an error that may be kept; `undefined` when it is not that of a NetServer that did not answer,
 * or not in its contract's form.
 */
export function portErrorOf(agent: string, operation: string, error: unknown): PortError | undefined {
  if (!(error instanceof Error) || !failures.has(error.name)) return undefined;
  const known = Object.entries(kinds).flatMap(([name, kind]) => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === kind ? [[name, value]] : [];
  });
  const cause = causeOf(error.cause);
  return { agent, operation, type: error.name, ...Object.fromEntries(known), ...(cause && { cause }) };
}

// By name: the codec's error reaches this package only through a port, and a timeout is the platform's.
const failures: ReadonlySet<string> = new Set(["TransportError", "DecodeError", "TimeoutError"]);

const kinds = { code: "string", status: "number", path: "string", line: "number", column: "number" } as const;

function causeOf(cause: unknown): string | undefined {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
}
