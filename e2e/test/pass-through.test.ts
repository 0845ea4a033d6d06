import { createClient, NetServerError } from "@superoffice-soap/client";
import { servicesVersions } from "@superoffice-soap/schema";
import { describe, expect, test, vi } from "vitest";
import { graphqlOver } from "./graphql-server.ts";
import { embedded } from "./served.ts";
import { fault, namespace, responseTo, stubUpstream } from "./stub-upstream.ts";

type Services = (typeof servicesVersions)[number];

/** A SOAP client of one version, of a server whose upstream speaks another. */
async function across(upstream: string, caller: Services, spoken: Services) {
  const { url } = await graphqlOver(upstream, { services: spoken });
  const options = { services: caller, ticket: "7T:caller", applicationToken: "app", retry: { maxRetries: 0 } };
  return createClient({ url: `${url}/Remote`, ...options });
}

const device = { ApplicationName: "ERP", DeviceName: "Orders", DeviceIdentifier: "" };

test.each(servicesVersions)("a %s client works with a NetServer that speaks Services88", async (services) => {
  const { netServer, url: upstream } = await embedded();
  const { url } = await graphqlOver(upstream);
  const ticket = await netServer.issueTicket("ADM0");
  const client = createClient({ url: `${url}/Remote`, services, ticket });
  const ForeignKey = { Key: "k", Value: " 00123 ", TableName: "contact", RecordId: 2 };
  await client.ForeignSystem.SaveForeignKey({ ...device, ForeignKey });
  const found = await client.ForeignSystem.GetApplicationKeys({ ApplicationName: "ERP" });
  expect(found).toMatchObject([ForeignKey]);
  const signedIn = await createClient({ url: `${url}/Remote`, services }).SoPrincipal.AuthenticateUsernamePassword({
    UserName: "ADM0",
    Password: "",
  });
  expect(signedIn.AuthenticationSucceeded).toBe(true);
});

test("a call reaches the upstream in its version, with what the caller sent", async () => {
  const { url, received } = await stubUpstream(({ operation }) => responseTo(operation, "<Response/>"));
  const { ForeignSystem } = await across(url, "Services75", "Services88");
  const ForeignKey = { Value: " 00&\r\n", CreatedDate: "2021-11-30T13:23:41" };
  await ForeignSystem.SaveForeignKey({ ForeignKey, DeviceName: null }, { timeZone: { SoTimeZoneId: 7 } });
  const [{ path, soapAction, envelope } = { path: "", soapAction: "", envelope: "" }] = received;
  expect(path).toBe("/SuperOffice/Remote/Services88/ForeignSystem.svc");
  expect(soapAction).toBe(`"${namespace()}/ForeignSystem/SaveForeignKey"`);
  expect(envelope).toContain("7T:caller</");
  expect(envelope).toContain(">app</");
  expect(envelope).toMatch(/SoTimeZoneId[^>]*>7</);
  expect(envelope).toMatch(
    /<ForeignKey[^>]*><Value> 00&amp;&#xD;\n<\/Value><CreatedDate>2021-11-30T13:23:41<\/CreatedDate><\/ForeignKey><DeviceName \w+:nil="true"/,
  );
  expect(envelope).not.toContain("Services75");
});

test("members and flags that the caller's version lacks are left out, or named as it names them", async () => {
  const { url } = await stubUpstream(({ operation }) =>
    responseTo(
      operation,
      "<Response><TableRight><Mask>R Update F</Mask><Reason>r</Reason></TableRight><FieldProperties>" +
        "<FieldPropertyDictionaryKeyValuePair><Key>Name</Key><Value><FieldRight>" +
        "<Mask>Read UndefinedValue256 Nullable</Mask></FieldRight><FieldLength>9</FieldLength></Value>" +
        "</FieldPropertyDictionaryKeyValuePair></FieldProperties><CreatedBy><Name>Ada</Name><UserName>ADM0</UserName>" +
        "</CreatedBy><ForeignAppId>7</ForeignAppId></Response>",
    ),
  );
  const { ForeignSystem } = await across(url, "Services75", "Services88");
  const app = await ForeignSystem.GetForeignAppEntity({ ForeignAppEntityId: 7 });
  expect(app).toMatchObject({ ForeignAppId: 7, CreatedBy: { Name: "Ada" } });
  expect(app?.CreatedBy).not.toHaveProperty("UserName");
  expect(app?.TableRight).toEqual({ Mask: ["Select", "Update", "Filtering"], Reason: "r" });
  expect(app?.FieldProperties?.Name).toMatchObject({ FieldRight: { Mask: ["Read", "Unused4"] }, FieldLength: 9 });
});

test("flags that no version knows are left out for callers of the same version too, both ways", async () => {
  const right = "<TableRight><Mask>Select Brandnew Update</Mask></TableRight>";
  const { url, received } = await stubUpstream(({ operation }) =>
    responseTo(operation, operation === "GetKey" ? `<Response>${right}</Response>` : "<Response/>"),
  );
  const { url: server } = await graphqlOver(url);
  const { ForeignSystem } = createClient({ url: `${server}/Remote`, ticket: "7T:caller" });
  expect(await ForeignSystem.GetKey({})).toMatchObject({ TableRight: { Mask: ["Select", "Update"] } });
  const answer = await fetch(`${server}/Remote/Services88/ForeignSystem.svc`, {
    method: "POST",
    headers: { "content-type": "text/xml", soapaction: `"${namespace()}/ForeignSystem/SaveForeignKey"` },
    body:
      '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>' +
      `<SaveForeignKey xmlns="${namespace()}"><ForeignKey>${right}</ForeignKey></SaveForeignKey></s:Body></s:Envelope>`,
  });
  expect(answer.status).toBe(200);
  expect(received.at(-1)?.envelope).toContain("<Mask>Select Update</Mask>");
});

test.each(["Services75", "Services88"] as const)(
  "a list of nil and a list of nothing stay apart for %s",
  async (services) => {
    const { url } = await stubUpstream(({ operation }) =>
      responseTo(operation, operation === "GetApplicationKeys" ? '<Response i:nil="true"/>' : "<Response/>"),
    );
    const { ForeignSystem } = await across(url, services, "Services88");
    expect(await ForeignSystem.GetApplicationKeys({ ApplicationName: "a" })).toBeNull();
    expect(await ForeignSystem.GetDeviceKeys({ ApplicationName: "a", DeviceName: "b" })).toEqual([]);
  },
);

describe("an answer's header blocks come through", () => {
  const ns = namespace();
  const header =
    `<ExtraInfo xmlns="${ns}"><ExtraInfoNameValuePair><Key>n</Key><Value>v</Value></ExtraInfoNameValuePair></ExtraInfo>` +
    `<TimeZone xmlns="${ns}"><SoTimeZoneId>9</SoTimeZoneId></TimeZone>`;
  const told = { ExtraInfo: { n: "v" }, TimeZone: { SoTimeZoneId: 9, SoTimeZoneLocationCode: null } };

  test.each([
    ["GetKeyValue", "Services88"],
    ["GetKeyValue", "Services75"],
    ["GetApplicationKeys", "Services88"],
  ] as const)("with %s of %s", async (operation, services) => {
    const { url } = await stubUpstream(() => responseTo(operation, "<Response/>", header));
    const { ForeignSystem } = await across(url, services, "Services88");
    const onResponseHeaders = vi.fn();
    await ForeignSystem[operation]({}, { onResponseHeaders, timeZone: { SoTimeZoneId: 7 } });
    expect(onResponseHeaders.mock.calls).toMatchObject([[told]]);
  });

  test("also when the call failed", async () => {
    const failed = `${header}<Succeeded xmlns="${ns}">false</Succeeded>`;
    const { url } = await stubUpstream(({ operation }) => responseTo(operation, "", failed));
    const { ForeignSystem } = await across(url, "Services88", "Services88");
    const onResponseHeaders = vi.fn();
    const call = ForeignSystem.GetKeyValue({}, { onResponseHeaders, timeZone: { SoTimeZoneId: 7 } });
    await expect(call).rejects.toThrow(NetServerError);
    expect(onResponseHeaders.mock.calls).toMatchObject([[{ ...told, Succeeded: false }]]);
  });

  test("and where it has none, the request's time zone does", async () => {
    const { url } = await stubUpstream(({ operation }) => responseTo(operation, "<Response/>"));
    const { ForeignSystem } = await across(url, "Services88", "Services88");
    const onResponseHeaders = vi.fn();
    await ForeignSystem.GetKeyValue({}, { onResponseHeaders, timeZone: { SoTimeZoneId: 7 } });
    expect(onResponseHeaders.mock.calls).toMatchObject([[{ ExtraInfo: null, TimeZone: { SoTimeZoneId: 7 } }]]);
  });
});

test.each([
  ["<IsOk>false</IsOk>", { IsOk: false, Status: "Error" }],
  ["", { IsOk: false, Status: "Error" }],
  ["<IsOk>true</IsOk>", { IsOk: true, Status: "Ok" }],
])("what a version without it would say of a status agrees with the rest: %s", async (members, response) => {
  const { url } = await stubUpstream(({ operation }) =>
    responseTo(operation, `<Response>${members}</Response>`, "", "Services75"),
  );
  const { ErpSync } = await across(url, "Services88", "Services75");
  expect(await ErpSync.SyncAll()).toMatchObject(response);
});

test("an operation that the upstream's version lacks is refused in words", async () => {
  const { url, received } = await stubUpstream(() => undefined);
  const { ErpSync } = await across(url, "Services88", "Services75");
  const refused = await ErpSync.GetAllConnectors().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(NetServerError);
  expect(refused).toMatchObject({
    message: "ErpSync.GetAllConnectors is not in Services75, which the NetServer behind this one speaks.",
    exceptionType: "System.NotSupportedException",
  });
  expect(received).toEqual([]);
});

describe("what goes wrong behind it is told", () => {
  test("as NetServer tells it", async () => {
    const header =
      `<Succeeded xmlns="${namespace()}">false</Succeeded><ExceptionInfo xmlns="${namespace()}"><Message>Nei &#xE6;</Message>` +
      "<FriendlyText>Ikke lov</FriendlyText><ExceptionType>SuperOffice.Exceptions.SoSentryException</ExceptionType></ExceptionInfo>";
    const { url } = await stubUpstream(({ operation }) => responseTo(operation, "", header));
    const { ForeignSystem } = await across(url, "Services75", "Services88");
    await expect(ForeignSystem.GetKey({})).rejects.toMatchObject({
      message: "Nei æ",
      friendlyText: "Ikke lov",
      exceptionType: "SuperOffice.Exceptions.SoSentryException",
    });
  });

  test("by a fault's text", async () => {
    const { url } = await stubUpstream(() => fault("Nei &amp; nei"));
    const { ForeignSystem } = await across(url, "Services75", "Services88");
    await expect(ForeignSystem.GetKey({})).rejects.toMatchObject({ name: "NetServerError", message: "Nei & nei" });
  });

  test("also that nobody is there, without the address", async () => {
    const { ForeignSystem } = await across("http://127.0.0.1:1/Remote", "Services75", "Services88");
    await expect(ForeignSystem.GetKey({})).rejects.toMatchObject({
      name: "NetServerError",
      message: "The NetServer behind this one did not answer (unreachable).",
      exceptionType: "System.ServiceModel.EndpointNotFoundException",
    });
  });

  test("also that it sends a page", async () => {
    const { url } = await stubUpstream((_request, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<p>Sign in");
      return undefined;
    });
    const { ForeignSystem } = await across(url, "Services75", "Services88");
    await expect(ForeignSystem.GetApplicationKeys({})).rejects.toMatchObject({
      message: "The NetServer behind this one did not answer (response_invalid, HTTP 200).",
    });
  });
});

test("a list passes on as it comes, and is left when its reader goes", async () => {
  const [head = ""] = responseTo("GetApplicationKeys", "<Response>|</Response>").split("|");
  const closed = vi.fn();
  const { url: upstream } = await stubUpstream((_request, response) => {
    response.writeHead(200, { "content-type": "text/xml; charset=utf-8" });
    response.write(`${head}${"<ForeignKey><Key>k</Key></ForeignKey>".repeat(2000)}`);
    response.on("close", () => closed(response.writableFinished));
    return undefined;
  });
  const { url } = await graphqlOver(upstream);
  const leaving = new AbortController();
  const soap = "http://schemas.xmlsoap.org/soap/envelope/";
  const answer = await fetch(`${url}/Remote/Services75/ForeignSystem.svc`, {
    method: "POST",
    headers: { "content-type": "text/xml", "accept-encoding": "identity" },
    body: `<s:Envelope xmlns:s="${soap}"><s:Body><GetApplicationKeys xmlns="${namespace("Services75")}"/></s:Body></s:Envelope>`,
    signal: leaving.signal,
  });
  const { value } = await answer.body!.getReader().read();
  expect(Buffer.from(value!).toString()).toContain("Services75");
  expect(closed).not.toHaveBeenCalled();
  leaving.abort();
  await vi.waitFor(() => expect(closed).toHaveBeenCalledWith(false), 5000);
});
