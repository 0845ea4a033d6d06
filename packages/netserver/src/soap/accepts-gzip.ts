import { parseAccept } from "hono/utils/accept";

/** Whether a client takes gzip, as its Accept-Encoding says. */
export function acceptsGzip(acceptEncoding: string | undefined): boolean {
  if (acceptEncoding === undefined) return false;
  const accepted = parseAccept(acceptEncoding);
  const found = accepted.find(({ type }) => type.toLowerCase() === "gzip") ?? accepted.find(({ type }) => type === "*");
  return found !== undefined && found.q > 0;
}
