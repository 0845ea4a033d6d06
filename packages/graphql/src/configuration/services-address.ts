/** Whether a text is an address that a NetServer's services can be called at: it must hold nothing secret. */
export function isServicesAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && username + password + search + hash === "";
}
