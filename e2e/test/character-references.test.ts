import { createClient, NetServerError } from "@superoffice-soap/client";
import { describe, expect, test } from "vitest";
import { graphqlOver } from "./graphql-server.ts";
import { fault, namespace, responseTo, stubUpstream } from "./stub-upstream.ts";

const key = (value: string) => `<ForeignKey><Value>${value}</Value></ForeignKey>`;
const list = `<Response>${key("00123")}${key("a&#xB;b")}${key("&#xD83D;&#xDE00;&#xD83D;")}</Response>`;
const stack = "at &#x6;.&#x2;(String &#x3;)";
const exception =
  `<h:ExceptionInfo xmlns:h="${namespace()}" xmlns="${namespace()}"><Message>Not found: &#x1F;</Message>` +
  `<StackTrace>${stack}</StackTrace><ExceptionType>SuperOffice.Exceptions.SoNotFoundException</ExceptionType></h:ExceptionInfo>` +
  `<h:Succeeded xmlns:h="${namespace()}">false</h:Succeeded>`;

/** An upstream that answers lists, says no, or faults, each with references that XML 1.0 forbids. */
function upstream() {
  return stubUpstream(({ operation }) => {
    if (operation === "GetApplicationKeys") return responseTo(operation, list);
    if (operation === "GetKeyValue") return responseTo(operation, "", exception);
    return fault(`Broken: &#xFFFE;${stack}`);
  });
}

const noRetry = { retry: { maxRetries: 0 } };
const expected = ["00123", "a\u000bb", "\u{1f600}\ud83d"];

describe("references to characters that XML forbids, as WCF writes them,", () => {
  test("reach users of the client", async () => {
    const { url } = await upstream();
    const { ForeignSystem } = createClient({ url, ticket: "7T:x", ...noRetry });
    const keys = await ForeignSystem.GetApplicationKeys({ ApplicationName: "erp" });
    expect(keys?.map((found) => found?.Value)).toEqual(expected);
    const no = await ForeignSystem.GetKeyValue({}).catch((error: unknown) => error);
    expect(no).toBeInstanceOf(NetServerError);
    expect(no).toMatchObject({ message: "Not found: \u001f" });
    const broken = await ForeignSystem.GetKey({}).catch((error: unknown) => error);
    expect(broken).toBeInstanceOf(NetServerError);
    expect(broken).toMatchObject({ message: expect.stringContaining("Broken: \ufffe") });
  });

  test("reach users of GraphQL", async () => {
    const { url } = await upstream();
    const server = await graphqlOver(url);
    const { data, errors } = await server.ask('{ applicationKeys(applicationName: "erp") { value } }');
    expect(errors).toBeUndefined();
    expect(data).toEqual({ applicationKeys: expected.map((value) => ({ value })) });
  });

  test.each(["Services75", "Services88"] as const)("reach SOAP clients of %s as U+FFFD", async (services) => {
    const { url } = await upstream();
    const server = await graphqlOver(url);
    const { ForeignSystem } = createClient({ url: `${server.url}/Remote`, services, ticket: "7T:x", ...noRetry });
    const keys = await ForeignSystem.GetApplicationKeys({ ApplicationName: "erp" });
    expect(keys?.map((found) => found?.Value)).toEqual(["00123", "a\ufffdb", "\u{1f600}\ufffd"]);
    const no = await ForeignSystem.GetKeyValue({}).catch((error: unknown) => error);
    expect(no).toMatchObject({
      message: "Not found: \ufffd",
      exceptionType: "SuperOffice.Exceptions.SoNotFoundException",
    });
  });

  test("and an emoji of two references reach the upstream as one character", async () => {
    const { url, received } = await stubUpstream(({ operation }) => responseTo(operation, "<Response/>"));
    const server = await graphqlOver(url);
    const answer = await fetch(`${server.url}/Remote/Services88/ForeignSystem.svc`, {
      method: "POST",
      headers: { "content-type": "text/xml", soapaction: `"${namespace()}/ForeignSystem/GetApplicationKeys"` },
      body:
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>' +
        `<GetApplicationKeys xmlns="${namespace()}"><ApplicationName>&#xD83D;&#xDE00;</ApplicationName></GetApplicationKeys>` +
        "</s:Body></s:Envelope>",
    });
    expect(answer.status).toBe(200);
    expect(received.at(-1)?.envelope).toContain("<ApplicationName>\u{1f600}</ApplicationName>");
  });
});
