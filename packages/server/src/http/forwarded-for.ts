import { BlockList, isIP } from "node:net";

/** Returns the address of the client that sent a request, given the socket's peer and the request's headers. */
export type ClientAddress = (peerAddress: string | undefined, headers: Headers) => string | undefined;

/**
 * Returns a function that finds the address that a request comes from, seen through trusted proxies, each given as an
 * address or a network such as `10.0.0.0/8`. `X-Forwarded-For` is read from its end, where the nearest proxy writes, up
 * to the first address that is no trusted proxy's; anything before it was written by that caller and is not believed.
 */
export function forwardedFor(trustedProxies: readonly string[]): ClientAddress {
  if (trustedProxies.length === 0) return (peerAddress) => peerAddress;
  const trusted = listOf(trustedProxies);
  return (peerAddress, headers) => {
    const forwarded = (headers.get("x-forwarded-for") ?? "").split(",").map(addressIn);
    let client = peerAddress;
    while (client !== undefined && isTrusted(trusted, client)) {
      const before = forwarded.pop();
      if (before === undefined || isIP(before) === 0) break;
      client = before;
    }
    return client;
  };
}

/** Returns the address in a part of `X-Forwarded-For`. IIS and gateways of Azure write a port after it. */
function addressIn(part: string): string {
  const text = part.trim();
  const [, v6, v4] = /^(?:\[([^\]]+)\](?::\d+)?|([\d.]+):\d+)$/.exec(text) ?? [];
  return v6 ?? v4 ?? text;
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", bits] = network.split("/");
    if (bits === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(bits), familyOf(address));
  }
  return list;
}

function isTrusted(trusted: BlockList, address: string): boolean {
  return isIP(address) !== 0 && trusted.check(address, familyOf(address));
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 4 ? "ipv4" : "ipv6";
}
