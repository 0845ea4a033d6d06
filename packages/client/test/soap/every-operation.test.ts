import { encodeResponse } from "@superoffice-soap/codec";
import { at, defaultOf, type Operation, resultOf } from "@superoffice-soap/schema";
import { arbitrary } from "@superoffice-soap/testkit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { propertyRuns } from "../../../../test-support/property-runs.ts";
import { createClient } from "../../src/index.ts";
import { startUpstream } from "../stub-upstream.ts";

const services = "Services88";

describe.each(Object.values(at(services).agents))("$name", ({ name: agent, operations }) => {
  test.each(Object.values(operations))("$name takes and gives any value of its types", async (operation) => {
    const { name, input, output } = operation;
    const exchange = fc.record({
      given: arbitrary<object>(input as never),
      answer: arbitrary<object>(output as never),
    });
    let answered: object = {};
    const { url, received } = await startUpstream(() => ({
      envelope: encodeResponse({ services, agent, operation: name, output: answered }),
    }));
    const client = createClient({ url });
    await fc.assert(
      fc.asyncProperty(exchange, async ({ given, answer }) => {
        answered = answer;
        // The generated input fits the operation, by its schema.
        const result: unknown = await client.call(agent, name as never, given as never, { services });
        expect(received.at(-1)?.message.value).toEqual(given);
        expect(result).toEqual(expectedOf(operation, answer));
      }),
      { numRuns: propertyRuns(5) },
    );
  });
});

function expectedOf(operation: Operation, answer: object): unknown {
  const { result, output } = operation;
  const value = resultOf(operation, answer as Record<string, unknown>);
  if (value !== undefined || result === undefined) return value;
  return defaultOf(output.xml.members[result] as never);
}
