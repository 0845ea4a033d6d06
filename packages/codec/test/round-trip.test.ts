import { isDeepStrictEqual } from "node:util";
import { type Schema, servicesVersions } from "@superoffice-soap/schema";
import { arbitrary, chunksOf } from "@superoffice-soap/testkit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createDecoder, type Dialect, decodeMessage, encodeRequest, encodeResponse } from "../src/index.ts";
import { type Case, everyOperation } from "./every-operation.ts";

const dialects: readonly Dialect[] = ["wcf", "soap12", "documented"];

function encode(of: Case, value: object, dialect: Dialect): string {
  return of.direction === "request"
    ? encodeRequest({ ...of, input: value }, dialect)
    : encodeResponse({ ...of, output: value }, dialect);
}

/** The value as the documented form can carry it: without the two members of Carrier. */
function withoutCarrier(value: unknown, schema: Schema): unknown {
  const { xml } = schema;
  if (Array.isArray(value) && xml.kind === "array") return value.map((item) => withoutCarrier(item, xml.item));
  if (typeof value !== "object" || value === null || xml.kind === "dictionary" || xml.kind === "scalar") return value;
  const members = xml.kind === "entity" ? xml.members : {};
  const carrier = xml.kind === "entity" && xml.base !== undefined ? ["TableRight", "FieldProperties"] : [];
  const kept = Object.entries(value).filter(([name]) => !carrier.includes(name));
  return Object.fromEntries(kept.map(([name, inner]) => [name, deeper(inner, members[name], value)]));
}

// A type that contains itself has a schema that refers to the enclosing one; the members are the same.
function deeper(value: unknown, schema: Schema | undefined, enclosing: unknown): unknown {
  return schema === undefined || value === enclosing ? value : withoutCarrier(value, schema);
}

const recursive = ["GetConnectionListMappings", "SaveConnectionListMappings"];

describe.each(servicesVersions)("%s", (services) => {
  test.each(dialects)("what is encoded in the %s dialect decodes to the same value", (dialect) => {
    for (const of of everyOperation([services])) {
      // Lists inside of themselves hide Carrier's members deeper than `withoutCarrier` looks.
      if (dialect === "documented" && recursive.includes(of.operation)) continue;
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
      fc.assert(roundTrip, { numRuns: 4 });
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
    fc.assert(cutting, { numRuns: 3 });
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
