import { describe, expect, test } from "vitest";
import { graphqlOver } from "./graphql-server.ts";
import { namespace, responseTo, stubUpstream } from "./stub-upstream.ts";

const query = "{ keyValue(recordId: 1) }";

const expired =
  `<Succeeded xmlns="${namespace()}">false</Succeeded><ExceptionInfo xmlns="${namespace()}"><Message>expired</Message>` +
  "<ExceptionType>SuperOffice.Exceptions.SoSessionException</ExceptionType></ExceptionInfo>";

/** An upstream that gives tickets for access tokens, `7T:1`, `7T:2`, …, and knows only the last one. */
async function tokenUpstream() {
  let tickets = 0;
  const upstream = await stubUpstream(({ operation, envelope }) => {
    if (operation === "AuthenticateWithAccessToken") {
      if (!envelope.includes("8A:good")) {
        return responseTo("Authenticate", "<AuthenticationSucceeded>false</AuthenticationSucceeded>");
      }
      const credentials = `<Credentials><Ticket>7T:${++tickets}</Ticket></Credentials>`;
      return responseTo("Authenticate", `<AuthenticationSucceeded>true</AuthenticationSucceeded>${credentials}`);
    }
    if (operation === "GetSystemInfo")
      return responseTo(operation, "<SystemInfo><CompanyName>Co</CompanyName></SystemInfo>");
    return envelope.includes(`7T:${tickets}<`)
      ? responseTo(operation, "<Response>v</Response>")
      : responseTo(operation, "", expired);
  });
  const revoke = () => {
    tickets++;
  };
  return { ...upstream, revoke, operations: () => upstream.received.map(({ operation }) => operation) };
}

describe("an access token", () => {
  const bearer = { authorization: "Bearer 8A:good" };

  test("is exchanged for a ticket once, which is kept for the next requests", async () => {
    const { url, operations } = await tokenUpstream();
    const { ask } = await graphqlOver(url);
    const both = await Promise.all([ask(query, {}, bearer), ask(query, {}, bearer)]);
    expect([...both, await ask(query, {}, bearer)]).toEqual(Array(3).fill({ data: { keyValue: "v" } }));
    expect(operations().filter((name) => name === "AuthenticateWithAccessToken")).toHaveLength(1);
  });

  test("is exchanged again when its ticket has run out", async () => {
    const { url, operations, revoke } = await tokenUpstream();
    const { ask } = await graphqlOver(url);
    await ask(query, {}, bearer);
    revoke();
    expect(await ask(query, {}, bearer)).toEqual({ data: { keyValue: "v" } });
    expect(operations()).toEqual([
      "AuthenticateWithAccessToken",
      "GetKeyValue",
      "GetKeyValue",
      "AuthenticateWithAccessToken",
      "GetKeyValue",
    ]);
  });

  test("that is unknown is refused, and not taken for another caller's", async () => {
    const { url, operations } = await tokenUpstream();
    const { ask } = await graphqlOver(url);
    await ask(query, {}, bearer);
    const { errors } = await ask(query, {}, { authorization: "Bearer 8A:bad" });
    expect(errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
    expect(JSON.stringify(errors)).not.toContain("8A:");
    expect(operations().filter((name) => name === "GetKeyValue")).toHaveLength(1);
  });
});

test.each(["Bearer 8A:bad", "SOTicket 7T:old", "Basic dTpw"])(
  "what needs no sign-in is answered also to %s",
  async (authorization) => {
    const { url, received } = await tokenUpstream();
    const { ask } = await graphqlOver(url);
    const signIn = 'mutation { authenticateWithAccessToken(accessToken: "8A:good") { authenticationSucceeded } }';
    expect(await ask(signIn, {}, { authorization })).toEqual({
      data: { authenticateWithAccessToken: { authenticationSucceeded: true } },
    });
    expect(await ask("{ systemInfo { companyName } }", {}, { authorization })).toEqual({
      data: { systemInfo: { companyName: "Co" } },
    });
    expect(received.map(({ operation }) => operation)).toEqual(["AuthenticateWithAccessToken", "GetSystemInfo"]);
    expect(received.map(({ envelope }) => envelope).join()).not.toMatch(/8A:bad|7T:old/);
  },
);

test("a ticket is the caller's own and is not renewed", async () => {
  const { url, received } = await stubUpstream(({ operation }) => responseTo(operation, "", expired));
  const { ask } = await graphqlOver(url);
  const { errors } = await ask(query, {}, { authorization: "SOTicket 7T:old" });
  expect(errors).toMatchObject([{ message: "expired", extensions: { code: "UNAUTHENTICATED" } }]);
  expect(received).toHaveLength(1);
  expect(received[0]?.envelope).toContain("7T:old<");
});

test("a caller without credentials is nobody, also on this machine", async () => {
  const { url, received } = await stubUpstream(({ operation }) => responseTo(operation, "", expired));
  const { ask } = await graphqlOver(url);
  expect((await ask(query, {}, {})).errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
  expect(received[0]?.envelope).not.toContain("Ticket");
});
