import { isDeepStrictEqual } from "node:util";
import { type EntityType, type Schema, servicesVersions } from "@superoffice-soap/schema";
import { arbitrary, chunksOf } from "@superoffice-soap/testkit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { propertyRuns } from "../../../test-support/property-runs.ts";
import { createDecoder, type Dialect, decodeMessage, encodeRequest, encodeResponse } from "../src/index.ts";
import { type Case, everyOperation } from "./every-operation.ts";

const dialects: readonly Dialect[] = ["wcf", "soap12", "documented"];

function encode(of: Case, value: object, dialect: Dialect): string {
  return of.direction === "request"
    ? encodeRequest({ ...of, input: value }, dialect)
    : encodeResponse({ ...of, output: value }, dialect);
}

/** The value as the documented form can carry it: without the two members of Carrier, at any depth. */
function withoutCarrier(value: unknown, { xml }: Schema, outer: readonly EntityType[] = []): unknown {
  if (value === null || value === undefined) return value;
  switch (xml.kind) {
    case "entity":
      return entityWithoutCarrier(value, xml, outer);
    case "self":
      return entityWithoutCarrier(value, outer.find(({ name }) => name === xml.name)!, outer);
    case "array":
      return (value as unknown[]).map((item) => withoutCarrier(item, xml.item, outer));
    default:
      return value;
  }
}

function entityWithoutCarrier(value: unknown, type: EntityType, outer: readonly EntityType[]): object {
  const hidden = type.base === undefined ? [] : ["TableRight", "FieldProperties"];
  const kept = Object.entries(value as object).filter(([name]) => !hidden.includes(name));
  return Object.fromEntries(
    kept.map(([name, held]) => [name, withoutCarrier(held, type.members[name]!, [...outer, type])]),
  );
}

describe.each(servicesVersions)("%s", (services) => {
  test.each(dialects)("what is encoded in the %s dialect decodes to the same value", (dialect) => {
    for (const of of everyOperation([services])) {
      const values = arbitrary(of.schema, { version: services }) as fc.Arbitrary<object>;
      const roundTrip = fc.property(values, (generated) => {
        const value = (dialect === "documented" ? withoutCarrier(generated, of.schema) : generated) as object;
        const message = decodeMessage(encode(of, value, dialect), { expect: of });
        expect(message).toMatchObject({
          kind: of.direction,
          dialect,
          services,
          agent: of.agent,
          operation: of.operation,
        });
        // vitest's own equality asks a value for its constructor, which here may be a dictionary's key.
        expect(isDeepStrictEqual(message.kind === "fault" ? undefined : message.value, value)).toBe(true);
      });
      fc.assert(roundTrip, { numRuns: propertyRuns(4) });
    }
  });
});

test("bytes that are cut anywhere decode to the same message, also inside a character", () => {
  const bytes = new TextEncoder();
  for (const of of everyOperation(["Services88"])) {
    const values = arbitrary(of.schema) as fc.Arbitrary<object>;
    const cutting = fc.property(values, fc.array(fc.nat(5000), { maxLength: 6 }), (value, cuts) => {
      const envelope = bytes.encode(encode(of, value, "wcf"));
      const decoder = createDecoder({ expect: of });
      for (const chunk of chunksOf(
        envelope,
        cuts.map((cut) => cut % (envelope.length + 1)),
      ))
        decoder.write(chunk);
      expect(isDeepStrictEqual(decoder.end(), decodeMessage(envelope, { expect: of }))).toBe(true);
    });
    fc.assert(cutting, { numRuns: propertyRuns(3) });
  }
});

test("an envelope that comes byte by byte decodes to the same message", () => {
  const envelope = new TextEncoder().encode(
    encodeRequest({
      services: "Services88",
      agent: "ForeignSystem",
      operation: "GetAppByName",
      input: { ApplicationName: "ærø \u{1f980}\r\n ]]> &" },
    }),
  );
  const decoder = createDecoder();
  for (const byte of envelope) decoder.write(Uint8Array.of(byte));
  expect(decoder.end()).toStrictEqual(decodeMessage(envelope));
});
