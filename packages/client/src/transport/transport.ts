/** One HTTP POST, ready to be sent. */
export interface TransportRequest {
  readonly url: string;
  /** Header fields, their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Ends the request, and the reading of its response, immediately. */
  readonly signal: AbortSignal;
}

/** The response to a request, as soon as its head is there. */
export interface TransportResponse {
  readonly status: number;
  /** Header fields; names are in any case. */
  readonly headers: { get(name: string): string | null };
  /** The body as it arrives, its content encoding taken off. Leaving the loop early closes the connection. */
  readonly body: AsyncIterable<Uint8Array>;
  /** The origin of the proxy that forwarded the request, and may have answered it itself. */
  readonly forwardedBy?: string | undefined;
}

/** Carries requests to a server. Knows HTTP, and nothing of SOAP. */
export interface Transport {
  /**
   * Sends a request. Redirects are not followed: a ticket is for one server only.
   *
   * Rejects with a TransportError of code `unreachable` when the request was certainly not sent. Anything else that it
   * rejects with is taken for a connection that broke.
   */
  send(request: TransportRequest): Promise<TransportResponse>;
  /** Closes connections. Requests in flight are finished first; later ones are refused. */
  close(): Promise<void>;
}
