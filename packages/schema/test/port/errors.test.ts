import { expect, test } from "vitest";
import { agents, answeredOf, NetServerError, resultOf, SchemaError, TransportError } from "../../src/index.ts";

test("a SchemaError names the place, from the inside out", () => {
  const error = new SchemaError("xs:int", '"abc"').prependPath("RecordId").prependPath(2).prependPath("Keys");
  expect(error.path).toBe("Keys[2].RecordId");
  expect(error.message).toBe('expected xs:int but found "abc" at Keys[2].RecordId');
  expect(new SchemaError("xs:int", "null").message).toBe("expected xs:int but found null");
});

test("a SchemaError is short whatever is wrong", () => {
  const long = "x".repeat(1_000_000);
  const error = new SchemaError("xs:int", long).prependPath(long);
  expect(error.actual).toBe(`${"x".repeat(99)}…`);
  expect(error.path).toBe(`${"x".repeat(79)}…`);
  expect(error.message.length).toBeLessThan(250);
  expect(new SchemaError("xs:int", "x".repeat(100)).actual).toBe("x".repeat(100));
});

test("a NetServerError carries what the service said, and nothing where it said nothing", () => {
  const error = new NetServerError("No such key", { exceptionType: "SuperOffice.Exceptions.SoNotFoundException" });
  expect(error).toMatchObject({ name: "NetServerError", friendlyText: null, parameters: {}, innerException: null });
});

test("a TransportError says whether the request may be sent again", () => {
  const cause = new Error("reset");
  const error = new TransportError("no answer", {
    code: "interrupted",
    url: "https://host/Remote",
    retrySafe: true,
    cause,
  });
  expect(error).toMatchObject({ retrySafe: true, status: undefined, cause });
});

test.each([
  ["one member", agents.ForeignSystem.operations.GetKeyValue, { Response: "7" }, "7"],
  ["nothing", agents.Relation.operations.DeleteContactRelation, {}, undefined],
  [
    "all members",
    agents.SoPrincipal.operations.AuthenticateImplicit,
    { AuthenticationSucceeded: false },
    { AuthenticationSucceeded: false },
  ],
  ["a member of another name", agents.SoPrincipal.operations.GetSystemInfo, { SystemInfo: null }, null],
])("a result of %s is taken out of the answer and put back", (_what, operation, answered, result) => {
  expect(resultOf(operation, answered)).toEqual(result);
  expect(answeredOf(operation, result)).toEqual(answered);
});
