import { parseAccept } from "hono/utils/accept";

const maxLength = 1000;

/** True when a client takes gzip, as its Accept-Encoding says. One that is too long to be read says nothing. */
export function acceptsGzip(acceptEncoding: string | undefined): boolean {
  if (acceptEncoding === undefined || acceptEncoding.length > maxLength) return false;
  const accepted = parseAccept(acceptEncoding);
  const found = accepted.find(({ type }) => type.toLowerCase() === "gzip") ?? accepted.find(({ type }) => type === "*");
  return found !== undefined && found.q > 0;
}
