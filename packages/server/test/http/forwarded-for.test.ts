import { addressPrefix } from "@superoffice-soap/netserver";
import { expect, test } from "vitest";
import { forwardedFor } from "../../src/http/forwarded-for.ts";

test.each<[string, readonly string[], string | undefined, string, string | undefined]>([
  ["nobody is trusted", [], "10.0.0.1", "192.0.2.1", "10.0.0.1"],
  ["the peer is no proxy", ["10.0.0.0/8"], "192.0.2.9", "192.0.2.1", "192.0.2.9"],
  ["one proxy", ["10.0.0.0/8"], "10.0.0.1", "192.0.2.1", "192.0.2.1"],
  ["two proxies", ["10.0.0.1", "10.9.0.0/16"], "10.0.0.1", "192.0.2.1, 10.9.8.7", "192.0.2.1"],
  ["what the caller wrote itself", ["10.0.0.1"], "10.0.0.1", "10.0.0.1, 203.0.113.5, 192.0.2.1", "192.0.2.1"],
  ["a proxy inside IPv6", ["10.0.0.0/8"], "::ffff:10.0.0.1", "2001:db8::1", "2001:db8::1"],
  ["a network of IPv6", ["fd00::/8"], "fd12::1", "192.0.2.1", "192.0.2.1"],
  ["a proxy that says nothing", ["10.0.0.1"], "10.0.0.1", "", "10.0.0.1"],
  ["an address with a port", ["10.0.0.0/8"], "10.0.0.1", "192.0.2.1:50123, 10.0.0.2:443", "192.0.2.1"],
  ["an address of IPv6 with a port", ["fd00::/8"], "fd00::1", "[2001:db8::1]:50123, [fd00::2]", "2001:db8::1"],
  ["no address", ["10.0.0.1"], "10.0.0.1", "192.0.2.1, unknown", "10.0.0.1"],
  ["no peer", ["10.0.0.1"], undefined, "192.0.2.1", undefined],
])("%s", (_, trusted, peer, forwarded, client) => {
  expect(forwardedFor(trusted)(peer, new Headers({ "x-forwarded-for": forwarded }))).toBe(client);
});

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0DB8:1:2::9", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["1:2:3::5:6:7:8", "1:2:3:0::/64"],
  ["64:ff9b::192.0.2.1", "64:ff9b:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["", ""],
])("the caller at %s is counted as %s", (address, network) => {
  expect(addressPrefix(address)).toBe(network);
});
