import type { AgentName, ForeignKey } from "@superoffice-soap/schema";
import { expect, expectTypeOf, test } from "vitest";
import { createDecoder, decodeList, decodeMessage, encodeList, encodeRequest, encodeResponse } from "../src/index.ts";

const target = { services: "Services88", agent: "ForeignSystem", operation: "SaveForeignKey" } as const;
const list = { ...target, operation: "GetDeviceKeys" } as const;

// The compiler is the test; what it refuses here would not run either.
test("what is encoded has the operation's types", () => {
  const ApplicationName = "erp";
  expect(encodeRequest({ ...target, input: { ApplicationName } })).toContain("erp");
  // @ts-expect-error: SaveForeignKey takes no AppName
  expect(() => encodeRequest({ ...target, input: { AppName: "erp" } })).toThrow("AppName");
  // @ts-expect-error: a name is a text
  expect(() => encodeRequest({ ...target, input: { ApplicationName: 1 } })).toThrow("ApplicationName");
  // @ts-expect-error: there is no such operation
  expect(() => encodeRequest({ ...target, operation: "SaveKey", input: {} })).toThrow("SaveKey");
  // @ts-expect-error: the answer has a Response
  expect(encodeResponse({ ...target, output: { Result: null } })).not.toContain("Result");
  // @ts-expect-error: the items are keys
  expect(encodeList({ ...list, items: [{ Name: "erp" }] })).toBeDefined();
  // @ts-expect-error: it answers one key
  expect(encodeList({ ...target, items: [{}] })).toBeDefined();
});

test("an operation that is known at run time only takes any object", () => {
  const operation: string = target.operation;
  expect(encodeRequest({ ...target, operation, input: { ApplicationName: "erp" } })).toContain("erp");
});

test("what is decoded has the types of what is expected", () => {
  const message = decodeMessage(encodeRequest({ ...target, input: { ApplicationName: "erp" } }), { expect: target });
  if (message.kind !== "request") throw new Error(message.kind);
  expectTypeOf(message.operation).toEqualTypeOf<"SaveForeignKey">();
  expectTypeOf(message.value.ApplicationName).toEqualTypeOf<string | null | undefined>();
  expect(message.value.ApplicationName).toBe("erp");
  expectTypeOf(createDecoder({ expect: target }).end)
    .returns.extract<typeof message>()
    .toEqualTypeOf<typeof message>();
});

test("an operation of an agent that is not known has the types of the agent that has it", () => {
  const { agent, ...expected } = target;
  const message = decodeMessage(encodeRequest({ ...target, input: { ApplicationName: "erp" } }), { expect: expected });
  if (message.kind !== "request") throw new Error(message.kind);
  expectTypeOf(message.value.ApplicationName).toEqualTypeOf<string | null | undefined>();
  expect(message.value.ApplicationName).toBe("erp");
  const anyAgent: AgentName = agent;
  expect(encodeRequest({ ...target, agent: anyAgent as AgentName, input: { ApplicationName: "erp" } })).toContain(
    "erp",
  );
  // @ts-expect-error: no agent's SaveForeignKey takes an AppName
  expect(() => encodeRequest({ ...target, agent: anyAgent as AgentName, input: { AppName: "erp" } })).toThrow(
    "AppName",
  );
  // @ts-expect-error: no agent has such an operation
  expect(() => encodeRequest({ ...target, agent: anyAgent as AgentName, operation: "SaveKey", input: {} })).toThrow();
});

test("items have the type of the list's", async () => {
  const keys = await decodeList(encodeList({ ...list, items: [{ Key: "customer-no" }] }), { expect: list });
  if (keys.kind !== "list") throw new Error(keys.kind);
  for await (const key of keys.items) {
    expectTypeOf(key).toEqualTypeOf<ForeignKey | null>();
    expect(key).toEqual({ Key: "customer-no" });
  }
});

test("an unexpected message has members of any type", () => {
  const message = decodeMessage(encodeRequest({ ...target, input: {} }));
  if (message.kind !== "request") throw new Error(message.kind);
  expectTypeOf(message.value).toEqualTypeOf<Record<string, unknown>>();
  expect(message.value).toEqual({});
});
