import { decodeMessage } from "@superoffice-soap/codec";
import { expect, test } from "vitest";
import { call, serveSoap, standIn } from "../soap-server.ts";

const never = new Promise<never>(() => {});
const connectors = { services: "Services88", agent: "ErpSync", operation: "GetAllConnectors" } as const;
const mutation = { services: "Services88", agent: "ForeignSystem", operation: "GetKeyValue" } as const;

test("a call that a store which stands still never answers ends in time, with a reason", async () => {
  const port = standIn({ GetKeyValue: () => never });
  const server = await serveSoap(port, { timeoutMs: 100 });
  const { status, text } = await call(server, mutation, { KeyName: "k" });
  expect([status, decodeMessage(text)]).toMatchObject([
    200,
    {
      headers: {
        Succeeded: false,
        ExceptionInfo: { ExceptionType: "System.TimeoutException", Message: expect.stringContaining("within 100 ms") },
      },
    },
  ]);
  expect(port.calls[0]?.context.signal?.aborted).toBe(true);
});

test("a fault where failures are faults", async () => {
  const server = await serveSoap(standIn({ GetKeyValue: () => never }), { timeoutMs: 100, errors: "fault" });
  const { status, message } = await call(server, mutation, { KeyName: "k" });
  expect([status, message]).toMatchObject([
    500,
    { kind: "fault", fault: { detail: { type: "System.TimeoutException" } } },
  ]);
});

test("a list whose first item does not come ends so too", async () => {
  const list = async function* () {
    yield await never;
  };
  const server = await serveSoap(standIn({ GetAllConnectors: list }), { timeoutMs: 100 });
  const { text } = await call(server, connectors, {});
  expect(text).toContain("System.TimeoutException");
});

test("a list whose rest does not come is cut off, so that it is not taken for the whole", async () => {
  const list = async function* () {
    for (let Id = 1; Id <= 5000; Id++) yield { Id, Name: "x".repeat(100) };
    yield await never;
  };
  const logged: string[] = [];
  const log = ({ message }: { message: string }) => logged.push(message);
  const server = await serveSoap(standIn({ GetAllConnectors: list }), { timeoutMs: 200, log });
  await expect(call(server, connectors, {})).rejects.toThrow();
  expect(logged).toEqual(["the rest of a list did not come for 200 ms"]);
});
