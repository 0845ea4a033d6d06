import { describe, expect, test } from "vitest";
import { createNetServer } from "../../src/index.ts";
import { callerOf, exception } from "../callers.ts";
import { describeOnEachStore } from "../stores.ts";

describeOnEachStore("relations", ({ netServer }) => {
  test("a relation is stored with names and texts of its parties, changed, and deleted", async () => {
    let moment = new Date("2024-03-09T12:00:00Z");
    const call = await callerOf(await netServer({ clock: () => moment }), "Relation");
    const ContactRelationEntity = {
      SourceContactId: 1,
      SourcePersonId: 2,
      DestinationContactId: 2,
      DestinationPersonId: 0,
      Comment: "Since 1998",
      RelationDefinitionId: 1,
      Reversed: 1,
      SourceContactName: "ignored",
      ActiveText: "ignored",
      CreatedDate: "1999-01-01T00:00:00",
    };
    const saved = await call("SaveContactRelation", { ContactRelationEntity });
    expect(saved).toEqual({
      TableRight: { Mask: ["Select", "Update", "Insert", "Delete"], Reason: "" },
      FieldProperties: null,
      SourceContactId: 1,
      SourcePersonId: 2,
      DestinationContactId: 2,
      DestinationPersonId: 0,
      RelationId: 1,
      Comment: "Since 1998",
      RelationDefinitionId: 1,
      Reversed: 1,
      UpdatedDate: "0001-01-01T00:00:00",
      CreatedDate: "2024-03-09T12:00:00",
      CreatedBy: expect.objectContaining({ Name: "ADM0", Type: "InternalAssociate" }),
      UpdatedBy: null,
      SourceContactName: "SuperOffice Demo AS",
      SourcePersonName: "Sigrid Lie",
      DestinationContactName: "Fjordlaks AS",
      DestinationPersonName: "",
      ActiveText: "Owns",
      PassiveText: "Is owned by",
    });
    const RelationId = saved?.RelationId ?? 0;
    expect(await call("GetContactRelationEntity", { ContactRelationEntityId: RelationId })).toEqual(saved);

    moment = new Date("2024-03-09T13:00:00Z");
    const changed = await call("SaveContactRelation", { ContactRelationEntity: { ...saved, Comment: "Since 2001" } });
    expect(changed).toMatchObject({
      Comment: "Since 2001",
      CreatedDate: "2024-03-09T12:00:00",
      UpdatedDate: "2024-03-09T13:00:00",
      UpdatedBy: { Name: "ADM0" },
    });
    await call("DeleteContactRelation", { ContactRelationEntityId: RelationId });
    await call("DeleteContactRelation", { ContactRelationEntityId: RelationId });
    expect(await call("GetContactRelationEntity", { ContactRelationEntityId: RelationId })).toBeNull();
  });
});

const valid = { SourceContactId: 1, DestinationContactId: 2, RelationDefinitionId: 1 };

describe("what a relation must be", () => {
  test.each([
    [{ SourceContactId: 0 }, "SoValidationException", "SourceContactId must name a company."],
    [{ DestinationContactId: 0 }, "SoValidationException", "DestinationContactId must name a company."],
    [{ SourcePersonId: -1 }, "SoValidationException", "SourcePersonId must name a person or be 0."],
    [{ SourceContactId: 99 }, "SoValidationException", "There is no company with id 99."],
    [{ DestinationPersonId: 99 }, "SoValidationException", "There is no person with id 99."],
    [{ SourcePersonId: 3 }, "SoValidationException", "The person with id 3 is not in company 1."],
    [{ RelationDefinitionId: 0 }, "SoValidationException", "There is no relation definition with id 0."],
    [
      { RelationDefinitionId: 3 },
      "SoValidationException",
      "Relation definition 3 does not relate these kinds of parties.",
    ],
    [{ Comment: "c".repeat(255) }, "SoValidationException", "Comment has 255 characters; the limit is 254."],
    [{ Reversed: 32_768 }, "SoInvalidArgumentException", "Reversed must be an xs:short, not 32768."],
    [{ RelationId: 99 }, "SoNotFoundException", "There is no relation with id 99."],
  ])("%o is %s", async (broken, type, message) => {
    const call = await callerOf(await createNetServer(), "Relation");
    const ContactRelationEntity = { ...valid, ...broken };
    await expect(call("SaveContactRelation", { ContactRelationEntity })).rejects.toMatchObject(
      exception(type, message),
    );
    expect(await call("GetContactRelationEntity", { ContactRelationEntityId: 1 }), "nothing is stored").toBeNull();
  });

  test("no relation at all is an invalid argument", async () => {
    const call = await callerOf(await createNetServer(), "Relation");
    await expect(call("SaveContactRelation", {})).rejects.toMatchObject(
      exception("SoInvalidArgumentException", "ContactRelationEntity must be an entity, not null."),
    );
  });

  test("a default relation has no parties and blank texts", async () => {
    const call = await callerOf(await createNetServer(), "Relation");
    expect(await call("CreateDefaultContactRelationEntity", {})).toMatchObject({
      RelationId: 0,
      SourceContactId: 0,
      Reversed: 0,
      Comment: "",
      ActiveText: "",
      DestinationPersonName: "",
      CreatedBy: null,
      CreatedDate: "0001-01-01T00:00:00",
    });
  });

  test('unknownParties: "accept" keeps ids that the store knows nothing of', async () => {
    const call = await callerOf(await createNetServer({ relation: { unknownParties: "accept" } }), "Relation");
    const ContactRelationEntity = { ...valid, SourceContactId: 70, SourcePersonId: 71 };
    expect(await call("SaveContactRelation", { ContactRelationEntity })).toMatchObject({
      SourceContactId: 70,
      SourcePersonId: 71,
      SourceContactName: "",
      SourcePersonName: "",
      DestinationContactName: "Fjordlaks AS",
    });
  });
});
