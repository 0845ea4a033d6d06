import { isIP } from "node:net";

/**
 * What callers are counted by where they have no other name: an IPv4 address, or the first 64 bits of one of IPv6, of
 * which whoever has one has 2^64. An IPv4 address that is written as one of IPv6 is what it is.
 */
export function addressPrefix(address: string): string {
  if (isIP(address) !== 6) return address;
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  return mapped ?? `${groupsOf(address).slice(0, 4).join(":")}::/64`;
}

/** The groups of an IPv6 address, without leading zeros. What stands last may be an IPv4 address, which is one here. */
function groupsOf(address: string): readonly string[] {
  const [text = ""] = address.split("%");
  const [head = [], tail] = text.split("::").map((part) => (part === "" ? [] : part.split(":")));
  const known = tail === undefined ? head : [...head, ...tail];
  const missing = 8 - known.length - (text.includes(".") ? 1 : 0);
  const groups = tail === undefined ? head : [...head, ...Array.from({ length: missing }, () => "0"), ...tail];
  return groups.map((group) => (group.includes(".") ? group : Number.parseInt(group, 16).toString(16)));
}
