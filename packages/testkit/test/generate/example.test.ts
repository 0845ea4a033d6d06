import {
  at,
  boolean,
  dateTime,
  duration,
  entity,
  enumeration,
  int,
  nillable,
  type Operation,
  string,
} from "@superoffice-soap/schema";
import { describe, expect, test } from "vitest";
import { exampleHeaders, exampleOf } from "../../src/index.ts";

const moment = "2021-11-30T13:23:41Z";

/** Returns an operation's example in the newest version. */
function example(
  agent: "ErpSync" | "ForeignSystem" | "Relation" | "SoPrincipal",
  name: string,
  direction: "request" | "response",
) {
  return exampleOf(at("Services88").agents[agent].operations[name]!, direction, moment);
}

test("an example has zeros, blanks, the first name of an enumeration, and the moment", () => {
  const input = entity(
    "Everything",
    {
      Text: nillable(string()),
      Number: int(),
      Flag: boolean(),
      When: dateTime(),
      Length: duration(),
      Colour: enumeration("Colour", { Red: 1, Blue: 0 }, "A colour."),
    },
    { description: "One member of each kind." },
  );
  const operation: Operation = { ...at("Services88").agents.Relation.operations.SaveContactRelation!, input };
  expect(exampleOf(operation, "request", moment)).toEqual({
    Text: "",
    Number: 0,
    Flag: false,
    When: moment,
    Length: "",
    Colour: "Red",
  });
});

test("a list has one item, a dictionary one pair, and Carrier's members are left out", () => {
  expect(example("ErpSync", "SaveConnection", "request")).toEqual({
    Connection: {
      ErpConnectionId: 0,
      ErpConnectorId: 0,
      DisplayName: "",
      DisplayDescription: "",
      Active: false,
      ConnectionId: "",
      MostRecentTimestamp: "",
      ConfigFields: { "": "" },
      Deleted: false,
      AllAccess: false,
      UserGroupAccessIds: [0],
      AssociateAccessIds: [0],
    },
  });
});

test("an operation without parameters has an empty example, and so has an empty answer", () => {
  expect(example("ForeignSystem", "CreateDefaultForeignAppEntity", "request")).toEqual({});
  expect(example("ForeignSystem", "DeleteForeignKey", "response")).toEqual({});
});

test("a version's members are that version's", () => {
  const associate = (services: "Services85" | "Services86") => {
    const operation = at(services).agents.Relation.operations.GetContactRelationEntity!;
    return JSON.stringify(exampleOf(operation, "response", moment));
  };
  expect(associate("Services85")).not.toContain("UserName");
  expect(associate("Services86")).toContain("UserName");
});

describe("what would stand at 10 spaces or deeper is null", () => {
  const container = (direction: "request" | "response", member: string) => {
    const mapped = example("ErpSync", "SaveConnectionListMappings", direction)[member];
    return mapped as { ErpListItemMappings: [{ CrmList: Item; ErpCrmListItemMappings: [{ CrmListItem: Item }] }] };
  };
  interface Item {
    readonly Name: string;
    readonly Id: number | null;
    readonly Deleted: boolean | null;
    readonly ChildItems: readonly (Item | null)[] | null;
  }
  // The page is one level shallower in a response than in a request, so one ends among members and the other at an
  // item.
  const deepInRequest = { Name: "", Id: null, Deleted: null, ChildItems: null };
  const deepInResponse = { Name: "", Id: 0, Deleted: false, ChildItems: [null] };

  test("members of a request's entity, except texts", () => {
    const [{ CrmList, ErpCrmListItemMappings }] = container("request", "ListMapping").ErpListItemMappings;
    expect(CrmList).toMatchObject({ Name: "", Id: 0, ChildItems: [deepInRequest] });
    expect(ErpCrmListItemMappings[0].CrmListItem).toMatchObject(deepInRequest);
  });

  test("items of a response's list", () => {
    const [{ CrmList, ErpCrmListItemMappings }] = container("response", "Response").ErpListItemMappings;
    expect(CrmList).toMatchObject({ Name: "", Id: 0, ChildItems: [deepInResponse] });
    expect(ErpCrmListItemMappings[0].CrmListItem).toMatchObject(deepInResponse);
  });
});

test("an example request has a token and a ticket, but no ticket where one is asked for", () => {
  const { ForeignSystem, SoPrincipal } = at("Services88").agents;
  expect(exampleHeaders(ForeignSystem)).toEqual({
    ApplicationToken: "1234567-1234-9876",
    Credentials: { Ticket: "7T:1234abcxyzExample==" },
  });
  expect(exampleHeaders(SoPrincipal)).toEqual({ ApplicationToken: "1234567-1234-9876" });
});
