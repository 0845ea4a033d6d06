import { expect, test } from "vitest";
import { compareEnvelopes, goldenEnvelope, goldenMoment } from "../../src/index.ts";

test("an envelope of the package is the documented one, to the byte at its ends", () => {
  const envelope = goldenEnvelope("Services85", "Relation", "SaveContactRelation", "response");
  expect(envelope).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<SOAP-ENV:Envelope\n xmlns:SOAP-ENV=/);
  expect(envelope).toContain("  <Relation:SaveContactRelationResponse>\n   <Relation:Response xsi:type=");
  expect(envelope).toContain(`<Relation:CreatedDate xsi:type="xsd:dateTime">${goldenMoment}</Relation:CreatedDate>`);
  expect(envelope).toMatch(/<\/SOAP-ENV:Envelope>\n\n$/);
});

test("versions differ where the contract does", () => {
  const of = (services: "Services85" | "Services86") =>
    goldenEnvelope(services, "Relation", "GetContactRelationEntity", "response");
  expect(compareEnvelopes(of("Services86"), of("Services85")).map(({ path, kind }) => `${kind} ${path}`)).toEqual([
    "namespace Body/GetContactRelationEntityResponse",
    "unexpected Body/GetContactRelationEntityResponse/Response/CreatedBy/UserName",
    "unexpected Body/GetContactRelationEntityResponse/Response/UpdatedBy/UserName",
  ]);
});

test("an operation that the version lacks is an error that names both", () => {
  expect(() => goldenEnvelope("Services75", "ForeignSystem", "GetAllForeignKeysOnEntity", "request")).toThrow(
    new RangeError("Services75 has no operation ForeignSystem.GetAllForeignKeysOnEntity"),
  );
});
