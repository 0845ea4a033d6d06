/** The requirement of an address of services. */
export const servicesAddress = "an http or https address without credentials, query and fragment";

/** Tells whether a text is an address that a NetServer's services can be called at: it must hold nothing secret. */
export function isServicesAddress(text: string): boolean {
  return flawOfAddress(text) === undefined;
}

/**
 * Returns the reason why a text is no address of services, without the text, which may hold a password: `one with a
 * query or fragment`. `undefined` when it has none of these flaws.
 */
export function flawOfAddress(text: string): string | undefined {
  if (!/^\s*https?:\/\//i.test(text)) return text.trim() === "" ? "a blank text" : "one without http:// or https://";
  if (!URL.canParse(text)) return "one that cannot be read";
  const { username, password } = new URL(text);
  if (username + password !== "") return "one with a user name or password";
  // URL has the same parts for an empty query as for none.
  return /[?#]/.test(text) ? "one with a query or fragment" : undefined;
}
