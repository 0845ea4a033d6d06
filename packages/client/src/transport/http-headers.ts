/**
 * Returns header fields with their names in lower case, without those that are `undefined`. Throws TypeError for a field
 * that HTTP does not allow.
 */
export function httpHeadersOf(given: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [givenName, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const name = givenName.toLowerCase();
    assertField(name, value);
    fields[name] = value;
  }
  return fields;
}

// The value stays out of the messages: it may be a secret.
function assertField(name: string, value: string): void {
  if (!token.test(name)) throw new TypeError(`${JSON.stringify(name)} is no name of a header field`);
  if (ofTheConnection.has(name)) throw new TypeError(`the header field ${name} is for the transport to set`);
  if (typeof value !== "string") throw new TypeError(`the header field ${name} must be a string, not ${typeof value}`);
  if (illegal.test(value)) throw new TypeError(`the header field ${name} holds a character that HTTP does not allow`);
}

const token = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;
const illegal = /[^\t\x20-\x7e\x80-\xff]/;
const ofTheConnection: ReadonlySet<string> = new Set([
  "content-length",
  "expect",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
]);
