import { dispatcherNamespace } from "@superoffice-soap/codec";
import type { SoExceptionInfo } from "@superoffice-soap/schema";
import { NetServerError } from "@superoffice-soap/schema";
import { describe, expect, test } from "vitest";
import { createClient } from "../../src/index.ts";
import { answerTo, type StubAnswer, startUpstream } from "../stub-upstream.ts";

async function failureFrom(answer: StubAnswer): Promise<NetServerError> {
  const { url } = await startUpstream(() => answer);
  const failure = await createClient({ url })
    .ForeignSystem.GetAppByName({})
    .catch((error: unknown) => error);
  if (failure instanceof NetServerError) return failure;
  throw new Error("the call did not fail as it should", { cause: failure });
}

function unsuccessful(ExceptionInfo: SoExceptionInfo | null): StubAnswer {
  return { output: { Response: null }, headers: { Succeeded: false, ExceptionInfo } };
}

describe("Succeeded=false", () => {
  test("is an error with all that the service says", async () => {
    const failure = await failureFrom(
      unsuccessful({
        Message: "No rights to table contact",
        FriendlyText: "You may not do that",
        ExceptionType: "SuperOffice.Exceptions.SoSentryException",
        StackTrace: "at SuperOffice.Secret.Place()",
        Source: "SoCore",
        Parameters: { table: "contact", __proto__x: null },
        InnerException: {
          Message: "deeper",
          ExceptionType: "System.Exception",
          StackTrace: "at System.Secret()",
          InnerException: { Message: "deepest" },
        },
      }),
    );
    expect(failure.message).toBe("No rights to table contact");
    expect(failure).toMatchObject({
      exceptionType: "SuperOffice.Exceptions.SoSentryException",
      friendlyText: "You may not do that",
      parameters: { table: "contact", __proto__x: null },
      innerException: { Message: "deeper", InnerException: { Message: "deepest" } },
    });
  });

  test("keeps where in the server it happened out of the error", async () => {
    const StackTrace = "at SuperOffice.Secret.Place()";
    const inner = { Message: "b", StackTrace, InnerException: { Message: "c", StackTrace } };
    const failure = await failureFrom(unsuccessful({ Message: "a", StackTrace, InnerException: inner }));
    expect(JSON.stringify([failure.message, failure])).not.toContain("Secret");
  });

  test("keeps it out of the error's texts too, in whatever language .NET says it", async () => {
    const frames = "\r\n   ved SuperOffice.Secret.<M>g__Place|3_0(String x) i C:\\src\\A.cs:linje 3";
    const InnerException = { Message: `b${frames}`, FriendlyText: `c${frames}` };
    const failure = await failureFrom(
      unsuccessful({ Message: `a${frames}`, FriendlyText: `f${frames}`, InnerException }),
    );
    expect([failure.message, failure.friendlyText]).toEqual(["a", "f"]);
    expect(failure.innerException).toMatchObject({ Message: "b", FriendlyText: "c" });
    const fault = await failureFrom({
      fault: { code: "server", message: `a${frames}`, detail: { type: "X", message: `b${frames}` } },
    });
    expect(fault.message).toBe("a");
    expect(JSON.stringify(fault.innerException)).not.toContain("Secret");
  });

  test.each<[string, SoExceptionInfo | null, string]>([
    ["the friendly text", { Message: null, FriendlyText: "Sorry" }, "Sorry"],
    ["the first text behind it", { Message: "", InnerException: { InnerException: { Message: "why" } } }, "why"],
    ["that there is none", { ExceptionType: "X" }, "GetAppByName failed, and NetServer does not say why"],
    ["that there is not even an ExceptionInfo", null, "GetAppByName failed, and NetServer does not say why"],
  ])("without a message says %s", async (_, info, message) => {
    expect((await failureFrom(unsuccessful(info))).message).toBe(message);
  });
});

test.each(["one", "a list"])(
  "what a call for %s failed of is told though its answer's body is empty",
  async (result) => {
    const { url } = await startUpstream(({ message }) => ({
      envelope: answerTo(
        message,
        {},
        { Succeeded: false, ExceptionInfo: { Message: "no", ExceptionType: "X" } },
      ).replace(/<s:Body>.*<\/s:Body>/, "<s:Body/>"),
    }));
    const { ForeignSystem } = createClient({ url });
    const call =
      result === "one"
        ? ForeignSystem.GetAppByName({})
        : ForeignSystem.GetApplicationKeys.items({})[Symbol.asyncIterator]().next();
    await expect(call).rejects.toMatchObject({ name: "NetServerError", message: "no", exceptionType: "X" });
  },
);

test("an ExceptionInfo is an error, whatever Succeeded says", async () => {
  const headers = { Succeeded: true, ExceptionInfo: { Message: "but it did not" } };
  expect((await failureFrom({ output: { Response: null }, headers })).message).toBe("but it did not");
});

describe("a SOAP fault", () => {
  test("is an error of the exception behind it", async () => {
    const type = "SuperOffice.Exceptions.SoNotFoundException";
    const failure = await failureFrom({
      fault: { code: "server", message: "Gone", detail: { type, message: "Gone" } },
    });
    expect(failure).toMatchObject({ message: "Gone", exceptionType: type, innerException: null });
  });

  test("keeps both texts when they differ", async () => {
    const detail = { type: "System.Exception", message: "disk full" };
    const failure = await failureFrom({ fault: { code: "server", message: "Internal error", detail } });
    expect(failure.message).toBe("Internal error");
    expect(failure.innerException).toEqual({ Message: "disk full", ExceptionType: "System.Exception" });
  });

  test("without an exception is of its code's type", async () => {
    const subcode = { namespace: dispatcherNamespace, name: "InternalServiceFault" };
    expect((await failureFrom({ fault: { code: "server", subcode, message: "m" } })).exceptionType).toBe(
      "InternalServiceFault",
    );
    expect((await failureFrom({ fault: { code: "client", message: "m" } })).exceptionType).toBe("Client");
  });

  test("that says nothing says so", async () => {
    expect((await failureFrom({ fault: { code: "server", message: "" } })).message).toBe(
      "GetAppByName failed with a SOAP fault that does not say why",
    );
  });

  test("of SOAP 1.2, with HTTP status 200, is one too", async () => {
    const envelope =
      `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><e:Fault><e:Code>` +
      `<e:Value>e:Receiver</e:Value></e:Code><e:Reason><e:Text xml:lang="en">Æ&amp;Ø</e:Text></e:Reason>` +
      `</e:Fault></e:Body></e:Envelope>`;
    expect(await failureFrom({ envelope })).toMatchObject({ message: "Æ&Ø", exceptionType: "Server" });
  });
});
