import { getEventListeners, once } from "node:events";
import { SchemaError } from "@superoffice-soap/schema";
import { describe, expect, test, vi } from "vitest";
import { createClient } from "../../src/index.ts";
import { startUpstream } from "../stub-upstream.ts";

const key = { Key: "erp-id", Value: "1234", RecordId: 7, TableName: "contact" };

async function stub(output: object, options = {}) {
  const upstream = await startUpstream(() => ({ output }));
  return { ...upstream, client: createClient({ url: upstream.url, ticket: "7T:abc", ...options }) };
}

describe("a call", () => {
  test("goes to its agent's address and gives the operation's result", async () => {
    const { client, received } = await stub({ Response: { ...key, UpdatedBy: "ADM0" } });
    const input = { ForeignKey: key, ApplicationName: "erp", DeviceName: "d" };
    expect(await client.ForeignSystem.SaveForeignKey(input)).toMatchObject({ ...key, UpdatedBy: "ADM0" });
    expect(received).toMatchObject([
      {
        path: "/SuperOffice/Remote/Services88/ForeignSystem.svc",
        http: {
          "content-type": "text/xml; charset=utf-8",
          soapaction: '"http://www.superoffice.net/ws/crm/NetServer/Services88/ForeignSystem/SaveForeignKey"',
        },
        message: { dialect: "wcf", services: "Services88", value: input },
      },
    ]);
  });

  test("carries ticket, application token and time zone", async () => {
    const timeZone = { SoTimeZoneId: 261, SoTimeZoneLocationCode: "NO" };
    const { client, received } = await stub({ Response: null }, { applicationToken: "secret", timeZone });
    await client.ForeignSystem.GetAppByName({ ApplicationName: "erp" });
    await client.ForeignSystem.GetAppByName({}, { ticket: "7T:other", applicationToken: "mine" });
    expect(received.map(({ message }) => message.headers)).toEqual([
      { ApplicationToken: "secret", Credentials: { Ticket: "7T:abc" }, TimeZone: timeZone },
      { ApplicationToken: "mine", Credentials: { Ticket: "7T:other" }, TimeZone: timeZone },
    ]);
  });

  test("with a misspelt member, which types see in literals only, sends nothing unless it is told to leave it out", async () => {
    const row = { Key: "erp-id", Valu: "1234" };
    const { client, received, url } = await stub({ Response: null });
    await expect(client.ForeignSystem.SaveForeignKey({ ForeignKey: row })).rejects.toThrow(
      new SchemaError("a member of ForeignKey", '"Valu"', "ForeignKey.Valu", "Value"),
    );
    expect(received).toEqual([]);
    const tolerant = createClient({ url, ticket: "7T:abc", unknownMembers: "drop" });
    await tolerant.ForeignSystem.SaveForeignKey({ ForeignKey: row });
    expect(received).toMatchObject([{ message: { value: { ForeignKey: { Key: "erp-id" } } } }]);
    const unknownMembers = "ignore" as "drop";
    expect(() => createClient({ url, unknownMembers })).toThrow(
      'unknownMembers must be "refuse" or "drop", not "ignore"',
    );
  });

  test("to SoPrincipal carries no ticket", async () => {
    const { client, received } = await stub({ SystemInfo: null });
    expect(await client.SoPrincipal.GetSystemInfo()).toBeNull();
    expect(received[0]?.message.headers).toEqual({});
  });

  test("speaks the version that client or call want", async () => {
    const { client, received } = await stub({ Response: null }, { services: "Services84" });
    await client.ForeignSystem.GetForeignDevice({ ForeignDeviceId: 1 });
    await client.ForeignSystem.GetForeignDevice({ ForeignDeviceId: 1 }, { services: "Services75" });
    expect(received.map(({ message, path }) => [message.services, path])).toEqual([
      ["Services84", "/SuperOffice/Remote/Services84/ForeignSystem.svc"],
      ["Services75", "/SuperOffice/Remote/Services75/ForeignSystem.svc"],
    ]);
  });

  test("of an operation that answers nothing gives nothing", async () => {
    const { client } = await stub({});
    expect(await client.ForeignSystem.DeleteForeignAppEntity({ ForeignAppEntityId: 1 })).toBeUndefined();
  });

  test("of an operation whose answer has several members gives them all", async () => {
    const { client } = await stub({ Credentials: { Ticket: "7T:x" }, AuthenticationSucceeded: true });
    const answer = await client.SoPrincipal.AuthenticateUsernamePassword({ UserName: "u", Password: "p" });
    expect(answer).toMatchObject({ Credentials: { Ticket: "7T:x" }, AuthenticationSucceeded: true, Response: null });
  });

  test("keeps its connection for later ones", async () => {
    const { client, connections } = await stub({ Response: null });
    for (let i = 0; i < 10; i++) await client.ForeignSystem.GetAppByName({ ApplicationName: "erp" });
    // undici lets a connection rest for a turn of the event loop, so that two take turns.
    expect(connections()).toBeLessThanOrEqual(2);
  });

  test("works for whoever works with any NetServer", async () => {
    const { client, received } = await stub({ Response: "1234" }, { ticket: undefined });
    const context = { services: "Services86", ticket: "7T:caller" } as const;
    expect(await client.call("ForeignSystem", "GetKeyValue", { KeyName: "k" }, context)).toBe("1234");
    expect(received[0]?.message).toMatchObject({
      services: "Services86",
      headers: { Credentials: { Ticket: "7T:caller" } },
    });
  });

  test("fills in value types that the answer leaves out, when asked to", async () => {
    const envelope = (services: string) =>
      `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetForeignDeviceResponse ` +
      `xmlns="http://www.superoffice.net/ws/crm/NetServer/${services}"><Response><Name>d</Name></Response>` +
      `</GetForeignDeviceResponse></s:Body></s:Envelope>`;
    const { url } = await startUpstream(() => ({ envelope: envelope("Services88") }));
    expect(await createClient({ url }).ForeignSystem.GetForeignDevice({})).toEqual({ Name: "d" });
    expect(await createClient({ url, defaults: true }).ForeignSystem.GetForeignDevice({})).toMatchObject({
      Name: "d",
      ForeignDeviceId: 0,
      CreatedDate: "0001-01-01T00:00:00",
    });
  });
});

describe("nothing is sent", () => {
  test("when the input does not fit", async () => {
    const { client, received } = await stub({ Response: null });
    const call = client.ForeignSystem.SaveForeignKey({ ForeignKey: { RecordId: 1.5 } });
    await expect(call).rejects.toThrow(new SchemaError("xs:int", "1.5", "ForeignKey.RecordId"));
    expect(received).toEqual([]);
  });

  test("when the version has no such operation", async () => {
    const { client, received } = await stub({ Response: null }, { services: "Services82" });
    const call = client.ForeignSystem.AddForeignKey({ ApplicationName: "erp" });
    await expect(call).rejects.toThrow(new RangeError("Services82 has no operation ForeignSystem.AddForeignKey"));
    expect(received).toEqual([]);
  });

  test.each([0, -1, Number.NaN])("when its time limit is %d", async (timeoutMs) => {
    const { client, received } = await stub({ Response: [] });
    const refusal = new RangeError(`timeoutMs must be at least 1, not ${timeoutMs}`);
    await expect(client.ForeignSystem.GetApplicationKeys({}, { timeoutMs })).rejects.toThrow(refusal);
    const items = client.ForeignSystem.GetApplicationKeys.items({}, { timeoutMs });
    await expect(items[Symbol.asyncIterator]().next()).rejects.toThrow(refusal);
    expect(received).toEqual([]);
  });

  test("when there is no such version", async () => {
    const { client, received } = await stub({ Response: null });
    // As an untyped caller may have it.
    const services = "services86" as "Services86";
    await expect(client.ForeignSystem.GetAppByName({}, { services })).rejects.toThrow(
      new RangeError("services must be a version of the contract, not services86; did you mean Services86?"),
    );
    expect(received).toEqual([]);
  });

  test("when the caller has given up before", async () => {
    const { client, received } = await stub({ Response: null });
    const reason = new Error("no longer wanted");
    const call = client.ForeignSystem.GetAppByName({}, { signal: AbortSignal.abort(reason) });
    await expect(call).rejects.toBe(reason);
    expect(received).toEqual([]);
  });
});

test("a caller who gives up gets the reason, and the upstream is told", async () => {
  let closed: Promise<unknown> | undefined;
  const { url } = await startUpstream((_, response) => {
    closed = once(response, "close");
    giveUp.abort("enough");
    return undefined;
  });
  const giveUp = new AbortController();
  const call = createClient({ url }).ForeignSystem.GetAppByName({}, { signal: giveUp.signal });
  await expect(call).rejects.toBe("enough");
  await closed;
});

test.each([Number.POSITIVE_INFINITY, 2 ** 31, 1e12])("a time limit of %d ms is none", async (timeoutMs) => {
  const { url } = await startUpstream(async () => {
    // Node takes such a time for 1 ms.
    await new Promise((resolve) => setTimeout(resolve, 30));
    return { output: { Response: null } };
  });
  expect(await createClient({ url, timeoutMs }).ForeignSystem.GetAppByName({})).toBeNull();
  expect(await createClient({ url }).ForeignSystem.GetAppByName({}, { timeoutMs })).toBeNull();
});

test("any number of calls may share a signal, which ends them all", async () => {
  const stop = new AbortController();
  const { signal } = stop;
  const { url, received } = await startUpstream(() => {
    if (received.length === 16) stop.abort("enough");
    return undefined;
  });
  const client = createClient({ url, signal });
  const warnings: Error[] = [];
  const warned = (warning: Error) => warnings.push(warning);
  process.on("warning", warned);
  const calls = Array.from({ length: 30 }, () => client.ForeignSystem.GetAppByName({}, { signal }));
  expect(getEventListeners(signal, "abort")).toHaveLength(1);
  const outcomes = await Promise.allSettled(calls);
  process.off("warning", warned);
  expect(outcomes).toEqual(calls.map(() => ({ status: "rejected", reason: "enough" })));
  expect(warnings).toEqual([]);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

test("calls that are over have let go of the signals they were given", async () => {
  const { signal } = new AbortController();
  const { url } = await startUpstream(() => ({ output: { Response: [] } }));
  const client = createClient({ url, signal });
  await client.ForeignSystem.GetApplicationKeys({}, { signal });
  for await (const _ of client.ForeignSystem.GetApplicationKeys.items({}, { signal }));
  await client.ForeignSystem.AddForeignKey({ ForeignKey: { RecordId: 0.5 } }, { signal }).catch(() => undefined);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

test("the client's signal ends all its calls", async () => {
  const stop = new AbortController();
  const { url } = await startUpstream(() => {
    stop.abort("shutting down");
    return undefined;
  });
  const client = createClient({ url, signal: stop.signal });
  await expect(client.ForeignSystem.GetAppByName({})).rejects.toBe("shutting down");
  await expect(client.ForeignSystem.GetAppByName({})).rejects.toBe("shutting down");
});

test("an option that is undefined has its default, also inside of another", async () => {
  const { url } = await startUpstream(() => ({ output: { Response: null } }));
  const none = undefined as never;
  const retry = { maxRetries: none, initialDelayMs: none };
  const client = createClient({ url, timeoutMs: none, retry, circuit: { failures: none } });
  expect(await client.ForeignSystem.GetAppByName({})).toBeNull();
});

test("blanks and slashes around the address do not matter", async () => {
  const { url, received } = await startUpstream(() => ({ output: { Response: null } }));
  await createClient({ url: ` ${url}/ \n` }).ForeignSystem.GetAppByName({});
  expect(received[0]?.path).toBe("/SuperOffice/Remote/Services88/ForeignSystem.svc");
});

test.each(["/Services88", "/Services88/", "//services88//"])(
  "an address that names the version (%s) is the same",
  async (end) => {
    const { url, received } = await startUpstream(() => ({ output: { Response: null } }));
    const client = createClient({ url: `${url}${end}` });
    await client.ForeignSystem.GetAppByName({});
    expect(received[0]?.path).toBe("/SuperOffice/Remote/Services88/ForeignSystem.svc");
    expect(client.url).toBe(url);
  },
);

describe("what an answer's header blocks say", () => {
  const headers = { ExtraInfo: { n: "v" }, TimeZone: { SoTimeZoneId: 9, SoTimeZoneLocationCode: "NO" } };

  test("is told to whoever wants it, before the result", async () => {
    const { url } = await startUpstream(() => ({ output: { Response: null }, headers }));
    const onResponseHeaders = vi.fn();
    await createClient({ url }).ForeignSystem.GetAppByName({}, { onResponseHeaders });
    expect(onResponseHeaders.mock.calls).toMatchObject([[headers]]);
  });

  test("is told before a list's items, and of a call that failed", async () => {
    const failed = { ...headers, Succeeded: false };
    let answers = 0;
    const { url } = await startUpstream(() => ({
      output: { Response: [] },
      headers: answers++ === 0 ? headers : failed,
    }));
    const onResponseHeaders = vi.fn();
    const read = async () => {
      const items = createClient({ url }).ForeignSystem.GetApplicationKeys.items({}, { onResponseHeaders });
      for await (const _ of items);
    };
    await read();
    await expect(read()).rejects.toThrow("GetApplicationKeys failed");
    expect(onResponseHeaders.mock.calls).toMatchObject([[headers], [failed]]);
  });
});

describe("options that cannot be meant", () => {
  const url = "https://crm.example.com/SuperOffice/Remote";
  test.each([
    [{ url: "ftp://crm.example.com" }, "url must be an http or https address"],
    [{ url: "https://me:secret@crm.example.com" }, "url must not hold a user name or password"],
    [{ url: `${url}?wsdl` }, "url must not have a query or fragment"],
    [{ url: `${url}?` }, "url must not have a query or fragment"],
    [{ url: `${url}#` }, "url must not have a query or fragment"],
    [{ url: `${url}/Services86/` }, "url ends in Services86, but services is Services88"],
    [{ url: `${url}/Services99` }, "url ends in Services99, but services is Services88"],
    [{ url, streamTimeoutMs: 0 }, "streamTimeoutMs must be at least 1, not 0"],
    // As an untyped caller may have it.
    [{ url, services: "services88" as "Services88" }, "not services88; did you mean Services88?"],
    [{ url, services: "Services99" as "Services88" }, "services must be a version of the contract, not Services99"],
    [{ url, timeoutMs: 0 }, "timeoutMs must be at least 1, not 0"],
    [{ url, concurrency: Number.NaN }, "concurrency must be at least 1, not NaN"],
    [{ url, timeoutMs: "5000" as never }, 'timeoutMs must be at least 1, not "5000"'],
    [{ url, username: "u" }, "username and password belong together"],
    [{ url, username: "u", password: "p", accessToken: "8A:x" }, "give one way only to get a ticket"],
    [{ url, accessToken: "8A:x", services: "Services85" as const }, "Services85 has no sign-in by access token"],
  ])("%o", (options, message) => {
    expect(() => createClient(options)).toThrow(message);
  });
});
