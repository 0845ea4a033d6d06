import { decodeMessage, encodeRequest, type Target } from "@superoffice-soap/codec";
import { at, latestServices, type Operation, servicesVersions } from "@superoffice-soap/schema";
import { arbitrary } from "@superoffice-soap/testkit";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { hastySchedule } from "../../../../test-support/hasty-schedule.ts";
import type { ErrorEntry } from "../../src/index.ts";
import { sampleRequestOf } from "../../src/metadata/sample-request.ts";
import { actionFor, pathFor, post, serveEmbedded } from "../soap-server.ts";

const failures: ErrorEntry[] = [];
// Signing in with the same few names over and over would wait; without an address, for a second each time.
const served = await serveEmbedded(
  { log: (entry) => failures.push(entry), peerAddress: () => undefined },
  { synchronization: { schedule: hastySchedule } },
);

/** The texts that no response may have: stack frames, statements, the store's own names and the caller's ticket. */
const leak =
  /\bat .+:\d+:\d+|\.ts\b|node_modules|\bselect .+ from\b|\binsert into\b|\bdelete from\b|SQLITE_|kysely|libsql/i;

afterAll(() => {
  // Whatever came, the server itself had no trouble with it.
  expect(failures).toEqual([]);
});

/** An answer that is right, or the right error. */
async function answerTo(target: Target, envelope: string) {
  const { status, text } = await post(served, pathFor(target), envelope, { SOAPAction: actionFor(target) });
  expect(text).not.toMatch(leak);
  expect(text).not.toContain(served.headers.Credentials.Ticket);
  return { status, message: decodeMessage(text, { expect: target }) };
}

const cases = servicesVersions.flatMap((services) =>
  Object.values(at(services).agents).flatMap(({ name: agent, operations }) =>
    Object.values(operations).map((operation) => ({ services, agent, operation })),
  ),
);

describe.each(cases)("$services/$agent/$operation.name", ({ services, agent, operation }) => {
  const target = { services, agent, operation: operation.name };

  test("answers whatever fits the contract, or says in the contract's own way why not", async () => {
    const inputs = fc.sample(arbitrary(operation.input), { numRuns: services === latestServices ? 3 : 1, seed: 1 });
    for (const input of inputs) {
      const envelope = encodeRequest({ ...target, input: input as object, headers: served.headers });
      const { status, message } = await answerTo(target, envelope);
      expect(status).toBe(200);
      if (message.kind !== "response") throw new Error("expected a response");
      const { Succeeded, ExceptionInfo } = message.headers;
      if (Succeeded) expect(ExceptionInfo).toBeNull();
      else expect(ExceptionInfo?.ExceptionType).toMatch(/^SuperOffice\.Exceptions\.So\w+Exception$/);
      expect(Object.keys(message.value)).toEqual(Object.keys(operation.output.xml.members));
    }
  });

  test("faults when a value is not of its type", async () => {
    const { status, message } = await answerTo(
      target,
      broken(sampleRequestOf({ services, agent }, operation).envelope, operation),
    );
    expect(status).toBe(500);
    expect(message).toMatchObject({ kind: "fault", fault: { subcode: { name: "DeserializationFailed" } } });
  });
});

/** A sample with its first number, flag or date turned into nonsense; text among elements where it has none. */
function broken(sample: string, { name }: Operation): string {
  const nonsense = sample.replace(/>(?:0|false|0001-01-01T00:00:00)</, ">nonsense<");
  return nonsense === sample ? sample.replace(new RegExp(`(<${name} [^>]*>)`), "$1nonsense") : nonsense;
}
