import { once } from "node:events";
import type { ClientRequest } from "node:http";

/** Sends a request's body and gives what comes back, as it comes: unlike with fetch, what is packed stays packed. */
export async function rawResponse(request: ClientRequest, body: string | Uint8Array) {
  request.end(body);
  const [response] = await once(request, "response");
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode, headers: response.headers, bytes: Buffer.concat(chunks) };
}
