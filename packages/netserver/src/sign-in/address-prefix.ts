import { isIP } from "node:net";

/**
 * Returns the key that anonymous callers are counted under: an IPv4 address, or the first 64 bits of an IPv6 address,
 * since one subscriber has 2^64 of those. An IPv4-mapped IPv6 address counts as its IPv4 address.
 */
export function addressPrefix(address: string): string {
  if (isIP(address) !== 6) return address;
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  return mapped ?? `${groupsOf(address).slice(0, 4).join(":")}::/64`;
}

/** Splits an IPv6 address into groups without leading zeros. A trailing IPv4 address counts as one group. */
function groupsOf(address: string): readonly string[] {
  const [text = ""] = address.split("%");
  const [head = [], tail] = text.split("::").map((part) => (part === "" ? [] : part.split(":")));
  const known = tail === undefined ? head : [...head, ...tail];
  const missing = 8 - known.length - (text.includes(".") ? 1 : 0);
  const groups = tail === undefined ? head : [...head, ...Array.from({ length: missing }, () => "0"), ...tail];
  return groups.map((group) => (group.includes(".") ? group : Number.parseInt(group, 16).toString(16)));
}
