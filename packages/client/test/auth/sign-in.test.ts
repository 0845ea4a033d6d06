import { NetServerError } from "@superoffice-soap/schema";
import { describe, expect, test } from "vitest";
import { type ClientOptions, createClient } from "../../src/index.ts";
import { gate, type StubAnswer, startUpstream } from "../stub-upstream.ts";

const refusal: StubAnswer = {
  output: { Response: null },
  headers: {
    Succeeded: false,
    ExceptionInfo: {
      Message: "The session has expired",
      ExceptionType: "SuperOffice.Exceptions.SoSessionException, SoCore, Version=8.0.0.0",
    },
  },
};

/** A NetServer that accepts the ticket it gave last, until `expire` is called. */
async function ticketing(
  options: Partial<ClientOptions> = {},
  beforeSignIn: () => Promise<unknown> = async () => undefined,
) {
  let count = 0;
  let valid = "";
  const { url, received } = await startUpstream(async ({ message }) => {
    const { operation, headers } = message;
    if (operation.startsWith("Authenticate")) {
      await beforeSignIn();
      valid = `7T:${++count}`;
      return { output: { Credentials: { Ticket: valid }, AuthenticationSucceeded: true } };
    }
    return headers.Credentials?.Ticket === valid ? { output: { Response: null } } : refusal;
  });
  const operations = () => received.map(({ message }) => message.operation);
  const client = createClient({ url, ...options });
  const expire = () => {
    valid = "expired";
  };
  return { client, received, operations, expire, get: () => client.ForeignSystem.GetAppByName({}) };
}

const user = { username: "Adm0", password: "secret" };

describe("signing in by user name and password", () => {
  test("happens when the first call needs it, and once", async () => {
    const { received, operations, get } = await ticketing({ ...user, applicationToken: "app" });
    expect(operations()).toEqual([]);
    await Promise.all([get(), get(), get()]);
    await get();
    const [signIn] = received;
    expect(operations().filter((name) => name.startsWith("Authenticate"))).toEqual(["AuthenticateUsernamePassword"]);
    expect(signIn?.message.value).toEqual({ UserName: "Adm0", Password: "secret" });
    expect(signIn?.message.headers).toEqual({ ApplicationToken: "app" });
  });

  test("happens not at all for a call that needs no ticket", async () => {
    const { client, operations } = await ticketing(user);
    await client.SoPrincipal.GetSystemInfo().catch(() => undefined);
    expect(operations()).toEqual(["GetSystemInfo"]);
  });

  test("happens again when the ticket has expired, and the call is made again", async () => {
    const { operations, get, expire } = await ticketing(user);
    await get();
    expire();
    expect(await get()).toBeNull();
    expect(operations()).toEqual([
      "AuthenticateUsernamePassword",
      "GetAppByName",
      "GetAppByName",
      "AuthenticateUsernamePassword",
      "GetAppByName",
    ]);
  });

  test("happens once however many calls find the ticket expired", async () => {
    const isRefused = () => operations().filter((name) => name === "GetAppByName").length === 11;
    let isFirst = true;
    const { operations, get, expire } = await ticketing(user, async () => {
      // All calls have been refused before there is a new ticket.
      if (!isFirst) await expect.poll(isRefused).toBe(true);
      isFirst = false;
    });
    await get();
    expire();
    await Promise.all(Array.from({ length: 10 }, get));
    expect(operations().filter((name) => name.startsWith("Authenticate"))).toHaveLength(2);
  });

  test("is not repeated for a call that learns late that its ticket has expired", async () => {
    let signIns = 0;
    let calls = 0;
    const renewed = gate();
    const { url } = await startUpstream(async ({ message }) => {
      if (message.operation !== "GetAppByName") {
        return { output: { Credentials: { Ticket: `7T:${++signIns}` }, AuthenticationSucceeded: true } };
      }
      calls++;
      if (calls === 2) await renewed.opened;
      // The other call is made again with the new ticket.
      if (calls === 3) renewed.open();
      return message.headers.Credentials?.Ticket === "7T:1" ? { output: { Response: null } } : refusal;
    });
    const client = createClient({ url, ...user, ticket: "7T:expired" });
    await Promise.all([client.ForeignSystem.GetAppByName({}), client.ForeignSystem.GetAppByName({})]);
    expect([signIns, calls]).toEqual([1, 4]);
  });

  test("happens once for a call: a ticket that is refused at once is an error", async () => {
    const { url, received } = await startUpstream(({ message }) =>
      message.operation === "GetAppByName"
        ? refusal
        : { output: { Credentials: { Ticket: "7T:x" }, AuthenticationSucceeded: true } },
    );
    const failure = await createClient({ url, ...user })
      .ForeignSystem.GetAppByName({})
      .catch((error) => error);
    expect(failure).toMatchObject({ name: "NetServerError", message: "The session has expired" });
    expect(received).toHaveLength(4);
  });

  test("also makes a write again that may not be repeated: it was refused before it did anything", async () => {
    const { client, get, expire, operations } = await ticketing(user);
    await get();
    expire();
    expect(await client.ForeignSystem.AddForeignKey({ ApplicationName: "erp" })).toBeNull();
    expect(operations().slice(2)).toEqual(["AddForeignKey", "AuthenticateUsernamePassword", "AddForeignKey"]);
  });

  test("renews a list's ticket too", async () => {
    const { client, get, expire } = await ticketing(user);
    await get();
    expire();
    const items = [];
    for await (const item of client.ForeignSystem.GetApplicationKeys.items({})) items.push(item);
    expect(items).toEqual([]);
  });

  test("starts from a ticket that is given along", async () => {
    const { operations, get } = await ticketing({ ...user, ticket: "7T:old" });
    expect(await get()).toBeNull();
    expect(operations()).toEqual(["GetAppByName", "AuthenticateUsernamePassword", "GetAppByName"]);
  });

  test.each([
    ["says no", { AuthenticationSucceeded: false }],
    ["gives no ticket", { AuthenticationSucceeded: true, Credentials: { Ticket: null } }],
  ])("is an error when the service %s", async (_, output) => {
    const { url, received } = await startUpstream(() => ({ output }));
    const failure = await createClient({ url, ...user })
      .ForeignSystem.GetAppByName({})
      .catch((error) => error);
    expect(failure).toBeInstanceOf(NetServerError);
    expect(failure).toMatchObject({
      message: "NetServer does not accept the user name and password",
      exceptionType: "SuperOffice.Exceptions.SoSessionException",
    });
    expect(received).toHaveLength(1);
  });

  test("that fails is tried again by the next call", async () => {
    let up = false;
    const { url } = await startUpstream(({ message }) =>
      message.operation === "GetAppByName"
        ? { output: { Response: null } }
        : { output: { AuthenticationSucceeded: up, Credentials: { Ticket: "7T:x" } } },
    );
    const client = createClient({ url, ...user });
    await expect(client.ForeignSystem.GetAppByName({})).rejects.toThrow("does not accept");
    up = true;
    expect(await client.ForeignSystem.GetAppByName({})).toBeNull();
  });

  test("goes on for others when one caller gives up", async () => {
    const { client, operations, get } = await ticketing(user, async () => {
      giveUp.abort("bored");
      await given.catch(() => undefined);
    });
    const giveUp = new AbortController();
    const given = client.ForeignSystem.GetAppByName({}, { signal: giveUp.signal });
    const other = get();
    await expect(given).rejects.toBe("bored");
    expect(await other).toBeNull();
    expect(operations()).toEqual(["AuthenticateUsernamePassword", "GetAppByName"]);
  });
});

test("an access token is exchanged for a ticket, and a fresh one for the next ticket", async () => {
  const tokens = ["8A:first", "8A:second"];
  const { received, get, expire } = await ticketing({ accessToken: async () => tokens.shift() ?? "none" });
  await get();
  expire();
  await get();
  const signIns = received.filter(({ message }) => message.operation === "AuthenticateWithAccessToken");
  expect(signIns.map(({ message }) => message.value)).toEqual([
    { AccessToken: "8A:first" },
    { AccessToken: "8A:second" },
  ]);
});

test("a ticket that is given as a function is asked for once, and again when it has expired", async () => {
  const tickets = ["7T:expired", "7T:good"];
  const { url, received } = await startUpstream(({ message }) =>
    message.headers.Credentials?.Ticket === "7T:good" ? { output: { Response: null } } : refusal,
  );
  const client = createClient({ url, ticket: () => tickets.shift() ?? "none" });
  await client.ForeignSystem.GetAppByName({});
  await client.ForeignSystem.GetAppByName({});
  expect(received).toHaveLength(3);
});

test.each([["7T:mine"], [undefined]])(
  "a ticket that cannot be renewed (%s) is an error when it is refused",
  async (ticket) => {
    const { get, operations } = await ticketing(ticket === undefined ? {} : { ticket });
    await expect(get()).rejects.toMatchObject({ name: "NetServerError", message: "The session has expired" });
    expect(operations()).toEqual(["GetAppByName"]);
  },
);

test("a caller's own ticket is not replaced by the client's", async () => {
  const { client, operations } = await ticketing(user);
  const call = client.ForeignSystem.GetAppByName({}, { ticket: "7T:mine" });
  await expect(call).rejects.toMatchObject({ message: "The session has expired" });
  expect(operations()).toEqual(["GetAppByName"]);
});

test("an expired session is recognized in a fault, and behind another exception", async () => {
  let call = 0;
  const type = "SuperOffice.Exceptions.SoSessionException";
  const { url } = await startUpstream(() => {
    call++;
    if (call === 1) return { fault: { code: "server", message: "x", detail: { type, message: "x" } } };
    const ExceptionInfo = { Message: "outer", InnerException: { ExceptionType: type } };
    if (call === 2) return { output: { Response: null }, headers: { Succeeded: false, ExceptionInfo } };
    return { output: { Response: null } };
  });
  let asked = 0;
  const client = createClient({ url, ticket: () => `7T:${++asked}` });
  await expect(client.ForeignSystem.GetAppByName({})).rejects.toMatchObject({ message: "outer" });
  expect(asked).toBe(2);
});
