/** The HTTP statuses of a request whose body is not taken. */
export type BodyErrorStatus = 400 | 408 | 413 | 415 | 503;

/** A request's body that is not taken: too large, too slow, packed in a way that is not read, or one too many. */
export class BodyError extends Error {
  override readonly name = "BodyError";
  readonly status: BodyErrorStatus;
  /** The header fields of the response that says so. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: BodyErrorStatus, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

/** The client went away before its request was complete: there is no one left to be answered. */
export class ClientGoneError extends Error {
  override readonly name = "ClientGoneError";

  constructor() {
    super("the client went away before its request was complete");
  }
}
