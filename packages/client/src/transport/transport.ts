/** One HTTP POST, ready to be sent. */
export interface TransportRequest {
  readonly url: string;
  /** Header fields, their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Aborts the request and the reading of its response. */
  readonly signal: AbortSignal;
}

/** A response, available as soon as its head has arrived. */
export interface TransportResponse {
  readonly status: number;
  /** The header fields; names are case-insensitive. */
  readonly headers: { get(name: string): string | null };
  /** The body as it arrives, decompressed. Leaving the loop early closes the connection. */
  readonly body: AsyncIterable<Uint8Array>;
  /** The origin of the proxy that forwarded the request, and may have answered it itself. */
  readonly forwardedBy?: string | undefined;
}

/** A carrier of requests to a server. It knows HTTP, and nothing of SOAP. */
export interface Transport {
  /**
   * Sends a request. Redirects are not followed: a ticket is for one server only.
   *
   * Rejects with a TransportError of code `unreachable` when the request was certainly not sent. Any other
   * error is taken for a broken connection.
   */
  send(request: TransportRequest): Promise<TransportResponse>;
  /** Closes connections, after the requests in flight have finished. Refuses later requests. */
  close(): Promise<void>;
}
