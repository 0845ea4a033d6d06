import type { CallContext } from "@superoffice-soap/schema";
import { describe, expect, test } from "vitest";
import { createNetServer, type NetServer, type NetServerOptions } from "../../src/index.ts";
import { exception } from "../callers.ts";
import { describeOnEachStore } from "../stores.ts";

const failed = { Response: null, Credentials: null, AuthenticationSucceeded: false };
const anonymous: CallContext = { services: "Services88" };
const local: CallContext = { ...anonymous, loopback: true };

function signIn(netServer: NetServer, UserName: string | null, Password: string | null, context = anonymous) {
  return netServer.call("SoPrincipal", "AuthenticateUsernamePassword", { UserName, Password }, context);
}

function use(netServer: NetServer, ticket: string | null | undefined) {
  const context = ticket ? { ...anonymous, ticket } : anonymous;
  return netServer.call("ForeignSystem", "GetAppByName", { ApplicationName: "x" }, context);
}

const noSession = exception("SoSessionException", "The ticket is missing, not known or has run out.");

describeOnEachStore("signing in", ({ netServer, place }) => {
  test("by name and password, whatever the case of the name", async () => {
    const server = await netServer({ users: [{ name: "Eva", password: "Pass-æøå", fullName: "Eva Ek", groupId: 2 }] });
    const answer = await signIn(server, "EVA", "Pass-æøå");
    expect(answer).toMatchObject({
      AuthenticationSucceeded: true,
      Response: {
        Associate: "Eva",
        FullName: "Eva Ek",
        GroupId: 2,
        UserType: "InternalAssociate",
        RoleType: "Employee",
      },
    });
    expect(await use(server, answer.Credentials?.Ticket)).toMatchObject({ ForeignAppId: 0 });
    expect(await signIn(server, "Eva", "pass-æøå")).toEqual(failed);
    expect(await signIn(server, "Eva", "")).toEqual(failed);
    expect(await signIn(server, "Nobody", "Pass-æøå")).toEqual(failed);
    expect(await signIn(server, null, null)).toEqual(failed);
  });

  test("a ticket has SuperOffice's form and signs in as a user name too", async () => {
    const server = await netServer({ tenant: "Cust12345" });
    const ticket = await server.issueTicket("adm0");
    const text = Buffer.from(ticket.slice(3), "base64").toString("utf16le");
    expect(ticket.startsWith("7T:")).toBe(true);
    expect(text).toMatch(/^[0-9a-f]{32};\d+;Cust12345$/);
    const answer = await signIn(server, ticket, "");
    expect(answer).toMatchObject({ AuthenticationSucceeded: true, Credentials: { Ticket: ticket } });
    expect(answer.Response?.DatabaseContextIdentifier).toBe("Cust12345");
    expect(await signIn(server, "7T:AAAA", "")).toEqual(failed);
  });

  test("a ticket lasts six hours from its last use, also over a restart and on another server", async () => {
    let moment = Date.parse("2024-03-09T00:00:00Z");
    const store = await place();
    const options = { store, clock: () => new Date(moment) };
    const first = await netServer(options);
    const ticket = await first.issueTicket("ADM0");
    const hours = (count: number) => {
      moment += count * 3_600_000;
    };
    hours(5.9);
    await use(first, ticket);
    hours(5.9);
    await first.close();
    const second = await netServer(options);
    await use(second, ticket);
    hours(5.9);
    const third = await netServer(options);
    await use(third, ticket);
    hours(0.2);
    await use(second, ticket);
    hours(6);
    await expect(use(second, ticket)).rejects.toMatchObject(noSession);
    await expect(use(second, ticket)).rejects.toMatchObject(noSession);
    // This one cannot know whether the other served it in the minute that need not be stored.
    hours(1 / 60);
    await expect(use(third, ticket)).rejects.toMatchObject(noSession);
    const next = await second.issueTicket("ADM0");
    await expect(use(third, ticket)).rejects.toMatchObject(noSession);
    expect(await use(third, next)).toMatchObject({ ForeignAppId: 0 });
  });

  test("a ticket lasts as long after a use that was not stored yet, whoever signs in meanwhile, wherever it is used", async () => {
    let moment = Date.parse("2024-03-09T00:00:00Z");
    const store = await place();
    const options = { store, clock: () => new Date(moment) };
    const [first, second] = [await netServer(options), await netServer(options)];
    const seconds = (count: number) => {
      moment += count * 1000;
    };
    const [ticket, other] = [await first.issueTicket("ADM0"), await first.issueTicket("ADM0")];
    for (const each of [ticket, other]) await use(first, each);
    seconds(50);
    for (const each of [ticket, other]) await use(first, each);
    seconds(6 * 3600 - 1);
    for (const server of [first, second]) await server.issueTicket("ADM0");
    expect(await use(first, ticket)).toMatchObject({ ForeignAppId: 0 });
    expect(await use(second, other)).toMatchObject({ ForeignAppId: 0 });
  });

  test("a changed password takes the place of the old one", async () => {
    const store = await place();
    await (await netServer({ store, users: [{ name: "eva", password: "one" }] })).close();
    const server = await netServer({ store, users: [{ name: "EVA", password: "two" }] });
    expect(await signIn(server, "eva", "one")).toEqual(failed);
    expect(await signIn(server, "eva", "two")).toMatchObject({ AuthenticationSucceeded: true });
  });

  test("whoever is no longer among the users does not sign in any more, until named again", async () => {
    const store = await place();
    const [eva, ole] = [
      { name: "eva", password: "one" },
      { name: "ole", password: "two" },
    ];
    const first = await netServer({ store, users: [eva, ole] });
    const ticket = await first.issueTicket("ole");
    await first.close();
    const second = await netServer({ store, users: [eva] });
    expect(await signIn(second, "ole", "two")).toEqual(failed);
    await expect(use(second, ticket)).rejects.toMatchObject(noSession);
    expect(await signIn(second, "eva", "one")).toMatchObject({ AuthenticationSucceeded: true });
    await second.close();
    const third = await netServer({ store, users: [eva, ole] });
    expect(await signIn(third, "ole", "two")).toMatchObject({ AuthenticationSucceeded: true });
    const twice = [eva, { name: "EVA", password: "two" }];
    await expect(netServer({ store, users: twice })).rejects.toThrow("two users have the name EVA");
  });

  test("a changed password ends the tickets that were given for the old one, on every server within a minute", async () => {
    let moment = Date.parse("2024-03-09T00:00:00Z");
    const options = { store: await place(), clock: () => new Date(moment) };
    const [eva, ole] = [
      { name: "eva", password: "one" },
      { name: "ole", password: "two" },
    ];
    const first = await netServer({ ...options, users: [eva, ole] });
    const [ofEva, ofOle] = [await first.issueTicket("eva"), await first.issueTicket("ole")];
    const second = await netServer({ ...options, users: [{ ...eva, password: "other" }, ole] });
    await expect(use(second, ofEva)).rejects.toMatchObject(noSession);
    expect(await use(second, ofOle)).toMatchObject({ ForeignAppId: 0 });
    moment += 60_000;
    await expect(use(first, ofEva)).rejects.toMatchObject(noSession);
    await first.close();
    const third = await netServer({ ...options, users: [eva, ole] });
    await expect(use(third, ofEva), "the first password again").rejects.toMatchObject(noSession);
    expect(await use(third, ofOle)).toMatchObject({ ForeignAppId: 0 });
  });

  test("a user who comes back has none of the tickets from before, whatever the password", async () => {
    const store = await place();
    const [eva, ole] = [
      { name: "eva", password: "one" },
      { name: "ole", password: "two" },
    ];
    const first = await netServer({ store, users: [eva, ole] });
    const ticket = await first.issueTicket("ole");
    await first.close();
    await (await netServer({ store, users: [eva] })).close();
    for (const password of ["two", "three"]) {
      const server = await netServer({ store, users: [eva, { ...ole, password }] });
      await expect(use(server, ticket)).rejects.toMatchObject(noSession);
      await server.close();
    }
  });

  test("a ticket that is used all the time ends after a day, also over a restart; the option says otherwise", async () => {
    for (const [hours, more] of [
      [24, {}],
      [2, { ticketMaxAgeSeconds: 2 * 3600 }],
      [48, { ticketLifetimeSeconds: 48 * 3600 }],
    ] as const) {
      let moment = Date.parse("2024-03-09T00:00:00Z");
      const options = { store: await place(), clock: () => new Date(moment), ...more };
      const first = await netServer(options);
      const ticket = await first.issueTicket("ADM0");
      for (let hour = 1; hour < hours; hour++) {
        moment += 3_600_000;
        expect(await use(first, ticket)).toMatchObject({ ForeignAppId: 0 });
      }
      await first.close();
      const second = await netServer(options);
      moment += 3_599_000;
      expect(await use(second, ticket)).toMatchObject({ ForeignAppId: 0 });
      moment += 1000;
      await expect(use(second, ticket), `after ${hours} hours`).rejects.toMatchObject(noSession);
    }
    const forEver = { ticketMaxAgeSeconds: Number.POSITIVE_INFINITY };
    let moment = Date.parse("2024-03-09T00:00:00Z");
    const server = await netServer({ clock: () => new Date(moment), ...forEver });
    const ticket = await server.issueTicket("ADM0");
    for (let hour = 0; hour < 100; hour++) {
      moment += 3_600_000;
      expect(await use(server, ticket)).toMatchObject({ ForeignAppId: 0 });
    }
    await expect(netServer({ ticketMaxAgeSeconds: 0 })).rejects.toThrow(
      "ticketMaxAgeSeconds must be more than 0, not 0",
    );
  });

  test("a ticket that ends after the year 9999 never ends", async () => {
    let moment = Date.parse("2024-03-09T00:00:00Z");
    const store = await place();
    const options = { store, clock: () => new Date(moment), ticketLifetimeSeconds: 1e15 };
    const first = await netServer(options);
    const ticket = await first.issueTicket("ADM0");
    moment = Date.parse("2124-03-09T00:00:00Z");
    expect(await use(first, ticket)).toMatchObject({ ForeignAppId: 0 });
    await first.close();
    const second = await netServer(options);
    await second.issueTicket("ADM0");
    expect(await use(second, ticket)).toMatchObject({ ForeignAppId: 0 });
  });

  test("a ticket is good for all of its time, which need not be whole seconds", async () => {
    let moment = Date.parse("2024-03-09T00:00:00.900Z");
    const server = await netServer({ clock: () => new Date(moment), ticketLifetimeSeconds: 1 });
    const ticket = await server.issueTicket("ADM0");
    moment += 950;
    expect(await use(server, ticket)).toMatchObject({ ForeignAppId: 0 });
  });
});

describeOnEachStore("whether anybody can sign in", ({ netServer, place }) => {
  test("goes by the passwords that the server accepts", async () => {
    const store = await place();
    const opened = async (options: NetServerOptions) => {
      const server = await netServer({ store, ...options });
      const has = await server.hasUsers();
      await server.close();
      return has;
    };
    expect(await opened({})).toBe(true);
    expect(await opened({ demo: false }), "the demo user's password is blank").toBe(false);
    expect(await opened({ users: [{ name: "eva", password: "x" }] })).toBe(true);
    expect(await opened({ demo: false })).toBe(true);
    expect(await opened({ passwordSignIn: false })).toBe(false);
  });

  test("goes by access tokens and the implicit user too, as far as they are users", async () => {
    const clock = () => new Date("2024-01-01T00:00:00Z");
    const [user, passwordSignIn] = ["adm0", false];
    const has = async (options: NetServerOptions) =>
      (await netServer({ clock, passwordSignIn, ...options })).hasUsers();
    expect(await has({ implicitUser: user })).toBe(true);
    expect(await has({ implicitUser: "nobody" })).toBe(false);
    expect(await has({ accessTokens: [{ token: "8A:a", user }] })).toBe(true);
    expect(await has({ accessTokens: [{ token: "8A:a", user, validTo: clock() }] })).toBe(false);
  });
});

describe("the demo user", () => {
  test("signs in without a password from the server's own machine only", async () => {
    const server = await createNetServer();
    expect(await signIn(server, "Adm0", "", local)).toMatchObject({ Response: { Associate: "ADM0", ContactId: 1 } });
    expect(await signIn(server, "ADM0", null, local)).toMatchObject({ AuthenticationSucceeded: true });
    expect(await signIn(server, "ADM0", "", anonymous)).toEqual(failed);
    expect(await signIn(server, "ADM0", "x", local)).toEqual(failed);
  });

  test("does not exist beside real users", async () => {
    const server = await createNetServer({ users: [{ name: "eva", password: "x" }] });
    expect(await signIn(server, "ADM0", "", local)).toEqual(failed);
    await expect(server.issueTicket("ADM0")).rejects.toMatchObject(
      exception("SoNotFoundException", 'There is no user "ADM0".'),
    );
  });
});

describe("other ways to sign in", () => {
  const evidence = (AuthenticationData: Record<string, string | null> | null) => ({ AuthenticationData });

  test("AuthenticateGeneric takes a ticket, or name and password", async () => {
    const server = await createNetServer({ users: [{ name: "eva", password: "x" }] });
    const generic = (data: Record<string, string | null> | null) =>
      server.call("SoPrincipal", "AuthenticateGeneric", evidence(data), anonymous);
    const Ticket = await server.issueTicket("eva");
    expect(await generic({ Ticket })).toMatchObject({ Credentials: { Ticket } });
    expect(await generic({ UserName: "eva", Password: "x" })).toMatchObject({ AuthenticationSucceeded: true });
    for (const nothing of [null, {}, { Ticket: "7T:" }, { UserName: "eva" }, { UserName: "eva", Password: null }]) {
      expect(await generic(nothing)).toEqual(failed);
    }
  });

  test("AuthenticateImplicit signs in the configured user, else nobody", async () => {
    const implicit = (server: NetServer) => server.call("SoPrincipal", "AuthenticateImplicit", {}, anonymous);
    expect(await implicit(await createNetServer())).toEqual(failed);
    expect(await implicit(await createNetServer({ implicitUser: "adm0" }))).toMatchObject({
      Response: { Associate: "ADM0" },
    });
  });

  test("AuthenticateWithAccessToken signs in whom a token stands for, while it is good", async () => {
    const clock = () => new Date("2024-01-01T00:00:00Z");
    const accessTokens = [
      { token: "8A:Cust1.good", user: "ADM0", validTo: new Date("2024-01-01T00:00:01Z") },
      { token: "8A:Cust1.old", user: "ADM0", validTo: new Date("2024-01-01T00:00:00Z") },
    ];
    const server = await createNetServer({ clock, accessTokens });
    const authenticate = (AccessToken: string | null) =>
      server.call("SoPrincipal", "AuthenticateWithAccessToken", { AccessToken }, anonymous);
    expect(await authenticate("8A:Cust1.good")).toMatchObject({ Response: { Associate: "ADM0" } });
    for (const token of ["8A:Cust1.old", "8A:Cust1.other", "", null]) expect(await authenticate(token)).toEqual(failed);
    await expect(
      server.call("SoPrincipal", "AuthenticateWithAccessToken", {}, { services: "Services85" }),
    ).rejects.toMatchObject(
      exception("SoIllegalOperationException", "Services85 has no operation SoPrincipal.AuthenticateWithAccessToken."),
    );
  });

  test('failedSignIn: "exception" throws instead of answering', async () => {
    const server = await createNetServer({ failedSignIn: "exception" });
    await expect(signIn(server, "ADM0", "no", local)).rejects.toMatchObject(
      exception("SoInvalidPasswordException", "The user name or password is wrong."),
    );
  });

  test("GetSystemInfo needs nobody signed in and says what it is told to say", async () => {
    const server = await createNetServer({ systemInfo: { CompanyName: "Acme", DatabaseVersion: 500 } });
    expect(await server.call("SoPrincipal", "GetSystemInfo", {}, { services: "Services75" })).toMatchObject({
      CompanyName: "Acme",
      DatabaseVersion: 500,
      DatabaseType: "SQLite",
      IsUnicode: true,
      License: { SerialNr: "0000000000", PublicKey: null },
    });
  });

  test("GetSystemInfo marks its dates as UTC where all answers do", async () => {
    const server = await createNetServer({ answers: { dates: "utc-marked" } });
    const info = await server.call("SoPrincipal", "GetSystemInfo", {}, { services: "Services88" });
    expect(JSON.stringify(info).match(/"0001-01-01T00:00:00"/)).toBeNull();
    expect(info).toMatchObject({
      AccumulatedNextCheckDate: "0001-01-01T00:00:00Z",
      License: { ExpiryDate: "0001-01-01T00:00:00Z", GraceDate: "0001-01-01T00:00:00Z" },
    });
  });
});

describe("tickets", () => {
  test('ticketRenewal: "fixed" counts from sign-in, and a lifetime of Infinity never ends', async () => {
    let moment = 0;
    const clock = () => new Date(moment);
    const fixed = await createNetServer({ clock, ticketRenewal: "fixed", ticketLifetimeSeconds: 60 });
    const ticket = await fixed.issueTicket("ADM0");
    moment = 59_000;
    await use(fixed, ticket);
    moment = 60_000;
    await expect(use(fixed, ticket)).rejects.toMatchObject(noSession);

    const endless = await createNetServer({ clock, ticketLifetimeSeconds: Number.POSITIVE_INFINITY });
    const forEver = await endless.issueTicket("ADM0");
    moment = Date.parse("2199-01-01T00:00:00Z");
    expect(await use(endless, forEver)).toMatchObject({ ForeignAppId: 0 });
  });

  test("no, a blank and an unknown ticket are no session", async () => {
    const server = await createNetServer();
    for (const ticket of [null, "", "7T:AAAA", "nonsense"])
      await expect(use(server, ticket)).rejects.toMatchObject(noSession);
  });
});

describe("Online mode", () => {
  const applications = [{ token: "secret-1" }, { token: "secret-2", erpSync: true }];

  test("every call needs a known application token, and ErpSync one that it was granted to", async () => {
    const server = await createNetServer({ applications });
    const ticket = await server.issueTicket("ADM0");
    const call = (applicationToken?: string) =>
      server.call(
        "ErpSync",
        "GetConnection",
        { ErpConnectionId: 1 },
        { ...anonymous, ticket, ...(applicationToken === undefined ? {} : { applicationToken }) },
      );
    const noToken = exception("SoSessionException", "The application token is missing or not known.");
    await expect(call()).rejects.toMatchObject(noToken);
    await expect(call("")).rejects.toMatchObject(noToken);
    await expect(call("secret")).rejects.toMatchObject(noToken);
    await expect(call("secret-1")).rejects.toMatchObject(
      exception("SoSentryException", "The application has no access to the ErpSync agent."),
    );
    expect(await call("secret-2")).toBeNull();
    await expect(server.call("SoPrincipal", "GetSystemInfo", {}, anonymous)).rejects.toMatchObject(noToken);
  });

  test("names and passwords do not sign in unless said otherwise, tickets do", async () => {
    const users = [{ name: "eva", password: "x" }];
    const app = { ...anonymous, applicationToken: "secret-1" };
    const online = await createNetServer({ applications, users });
    expect(await signIn(online, "eva", "x", app)).toEqual(failed);
    expect(await signIn(online, await online.issueTicket("eva"), "", app)).toMatchObject({
      AuthenticationSucceeded: true,
    });
    const lenient = await createNetServer({ applications, users, passwordSignIn: true });
    expect(await signIn(lenient, "eva", "x", app)).toMatchObject({ AuthenticationSucceeded: true });
  });

  test("on site tokens are ignored, and ErpSync can be without a licence", async () => {
    const server = await createNetServer({ erpSync: "denied" });
    const ticket = await server.issueTicket("ADM0");
    const context = { ...anonymous, ticket, applicationToken: "whatever" };
    await expect(server.call("ErpSync", "GetConnection", {}, context)).rejects.toMatchObject(
      exception("SoLicenseException", "There is no licence for the ErpSync agent."),
    );
    expect(await server.call("ForeignSystem", "GetApplicationKeys", {}, context)).toEqual([]);
  });
});
