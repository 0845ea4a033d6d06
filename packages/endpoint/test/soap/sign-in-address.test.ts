import { createNetServer } from "@superoffice-soap/netserver";
import { namespaceOf } from "@superoffice-soap/schema";
import { expect, onTestFinished, test } from "vitest";
import { soapEndpoint } from "../../src/index.ts";

test("sign-ins are counted by the address that the endpoint is told", async () => {
  const waits: number[] = [];
  const netServer = await createNetServer({
    users: [{ name: "eva", password: "right" }],
    clock: () => new Date("2024-03-09T00:00:00Z"),
    synchronization: {
      // The clock stands still, so each wait is for the whole delay; it is over as soon as it is begun.
      schedule: (work, delayMs) => {
        waits.push(delayMs);
        const immediate = setImmediate(work);
        return () => clearImmediate(immediate);
      },
    },
  });
  onTestFinished(() => netServer.close());
  const app = soapEndpoint(netServer, { peerAddress: ({ req }) => req.header("x-test-address") });
  const post = async (address: string, password: string) => {
    const call = `<AuthenticateUsernamePassword xmlns="${namespaceOf("Services88")}"><UserName>eva</UserName><Password>${password}</Password></AuthenticateUsernamePassword>`;
    const response = await app.request("/Remote/Services88/SoPrincipal.svc", {
      method: "POST",
      headers: { "content-type": "text/xml", "x-test-address": address },
      body: `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${call}</s:Body></s:Envelope>`,
    });
    return response.text();
  };
  for (let guess = 0; guess < 5; guess++) {
    expect(await post("192.0.2.1", "wrong")).toContain("AuthenticationSucceeded>false<");
  }
  expect(waits).toEqual([1000, 2000]);
  expect(await post("198.51.100.7", "right")).toContain("AuthenticationSucceeded>true<");
  expect(waits).toEqual([1000, 2000]);
});
