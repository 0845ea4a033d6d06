import { describe, expect, test } from "vitest";
import { whyNotLocal } from "../src/index.ts";

const page = "http://localhost:5173";

function reason(
  headers: Record<string, string>,
  traits: { peer?: string; httpVersion?: string; named?: string[] } = {},
) {
  const { peer = "127.0.0.1", httpVersion, named = [] } = traits;
  return whyNotLocal({ peerAddress: peer, headers: new Headers(headers), httpVersion, localOrigins: named });
}

describe("why a caller is not local", () => {
  test.each<[string, Record<string, string>, { peer?: string; httpVersion?: string }, string]>([
    ["another machine", {}, { peer: "192.168.1.20" }, "it came from 192.168.1.20, not from this machine"],
    ["HTTP/1.0", {}, { httpVersion: "1.0" }, "it came in HTTP/1.0, as proxies pass requests on"],
    ["a proxy's header", { "x-real-ip": "127.0.0.1" }, {}, "it has the header x-real-ip, which proxies add"],
    ["the host", { host: "crm.test:4000" }, {}, 'it was sent to the host "crm.test:4000", not to localhost'],
    ["the origin", { host: "localhost:4000", origin: page }, {}, `it came from a page of "${page}"`],
    [
      "a site",
      { host: "localhost:4000", "sec-fetch-site": "cross-site" },
      {},
      "it came from a page of another site (cross-site)",
    ],
  ])("is told: %s", (_what, headers, traits, expected) => {
    expect(reason(headers, traits)).toBe(expected);
  });

  test("shows no more of a client's text than fits in a line", () => {
    expect(reason({ host: "x".repeat(1000) })?.length).toBeLessThan(150);
  });
});

describe("pages of a development server on this machine", () => {
  const passedOn = { host: "127.0.0.1:4000", origin: page, "sec-fetch-site": "same-origin" };

  test("are local when it passes their requests on, whatever host it names", () => {
    expect(reason(passedOn)).toBeUndefined();
    expect(reason({ ...passedOn, host: "localhost:4000", origin: "http://127.0.0.1:3000" })).toBeUndefined();
  });

  test.each([
    ["that call from another port", { ...passedOn, "sec-fetch-site": "same-site" }],
    ["whose browser does not say so", { host: "127.0.0.1:4000", origin: page }],
    ["that have another host's name", { ...passedOn, origin: "http://evil.example:5173" }],
    ["that have a name that begins so", { ...passedOn, origin: "http://localhost.evil.example" }],
    ["that a proxy passed on", { ...passedOn, "x-forwarded-for": "127.0.0.1" }],
    ["that have no origin that can be told", { ...passedOn, origin: "null" }],
  ])("are not local, those %s", (_what, headers) => {
    expect(reason(headers)).toBeDefined();
  });
});

describe("pages of a named origin", () => {
  const named = [page, "https://app.example"];
  const direct = { host: "127.0.0.1:4000", origin: page, "sec-fetch-site": "cross-site" };
  const forwarded = {
    ...direct,
    "x-forwarded-for": "::1, 127.0.0.1",
    "x-forwarded-host": "localhost:5173",
    "x-forwarded-proto": "http",
    "x-forwarded-port": "5173",
  };

  test("are local, directly and through a proxy on this machine that says so", () => {
    expect(reason(direct, { named })).toBeUndefined();
    expect(reason(forwarded, { named })).toBeUndefined();
  });

  test.each([
    ["of another host", { ...direct, origin: "https://app.example" }, named],
    ["when all are named", direct, ["*"]],
    ["of another port", { ...direct, origin: "http://localhost:5174" }, named],
    ["through a tunnel from elsewhere", { ...forwarded, "x-forwarded-for": "203.0.113.9, 127.0.0.1" }, named],
    ["through a tunnel under another name", { ...forwarded, "x-forwarded-host": "abc.ngrok.app" }, named],
    ["through a content delivery network", { ...forwarded, "cf-connecting-ip": "127.0.0.1" }, named],
    ["on another name for this machine", { ...direct, host: "crm.test:4000" }, named],
  ])("are not local %s", (_what, headers, origins) => {
    expect(reason(headers, { named: origins })).toBeDefined();
  });
});
