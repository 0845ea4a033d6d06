import { describe, expect, expectTypeOf, test } from "vitest";
import {
  type Agent,
  type Answered,
  agents,
  at,
  type Input,
  type ListItemOf,
  latestServices,
  type MDOListItem,
  type Operation,
  type Output,
  operationAt,
  requestHeaders,
  responseHeaders,
  type Schema,
  type ServicesVersion,
  servicesVersions,
} from "../../src/index.ts";
import { namedTypes } from "../named-types.ts";
import { contractDigest } from "./contract-digest.ts";

const operations: readonly Operation[] = Object.values<Agent>(agents).flatMap((agent) =>
  Object.values(agent.operations),
);

test("the contract is what was agreed", async () => {
  // After an intended change: npm test -w @superoffice-soap/schema -- -u
  await expect(contractDigest()).toMatchFileSnapshot("../../contract.digest.txt");
});

describe("operations", () => {
  const counts: Record<ServicesVersion, [number, number, number, number]> = {
    Services75: [23, 38, 4, 4],
    Services80: [23, 38, 4, 4],
    Services81: [23, 38, 4, 4],
    Services82: [23, 38, 4, 4],
    Services83: [29, 38, 4, 4],
    Services84: [29, 38, 4, 4],
    Services85: [29, 38, 4, 4],
    Services86: [29, 44, 4, 5],
    Services87: [29, 44, 4, 5],
    Services88: [30, 49, 4, 5],
  };
  const countsAt = (services: ServicesVersion) =>
    Object.values(at(services).agents).map((agent) => Object.keys(agent.operations).length);

  test.each(servicesVersions)("%s has the operations of its time", (services) => {
    expect(Object.keys(at(services).agents)).toEqual(["ForeignSystem", "ErpSync", "Relation", "SoPrincipal"]);
    expect(countsAt(services)).toEqual(counts[services]);
  });

  test("are 753, counted in each version that has them", () => {
    const all = servicesVersions.flatMap(countsAt).reduce((sum, count) => sum + count, 0);
    expect(all).toBe(753);
  });

  test("have names that are unique across agents, since a body's element is all that tells them apart", () => {
    const names = operations.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength(88);
  });

  test("are kept under their own names", () => {
    for (const [name, agent] of Object.entries<Agent>(agents)) {
      expect(agent.name).toBe(name);
      for (const [key, operation] of Object.entries(agent.operations)) expect(operation.name).toBe(key);
    }
  });

  test("that only read can be sent again", () => {
    const risky = operations.filter(({ effect, retry }) => effect === "read" && retry !== "safe");
    expect(risky).toEqual([]);
  });

  test("that insert or flip cannot be sent again; saves by name and deletes can", () => {
    const retryOf = (name: string) => operations.find((operation) => operation.name === name)?.retry;
    for (const name of ["AddForeignKey", "SaveForeignAppEntity", "SaveConnection", "SaveContactRelation"]) {
      expect(retryOf(name), name).toBe("unsafe");
    }
    for (const name of ["ToggleErpConnectionActive", "MoveErpFieldItem", "CreateErpActorFromCrm"]) {
      expect(retryOf(name), name).toBe("unsafe");
    }
    for (const name of ["SaveForeignKey", "DeleteForeignKey", "DeleteConnection", "SaveActorTypeMapping"]) {
      expect(retryOf(name), name).toBe("safe");
    }
  });
});

describe("documentation", () => {
  const sentence = /^\S.*[^\s.]\.$/s;
  const inputs = operations.flatMap(({ name, input }) => described(name, input.xml.members));
  const entities = [...types()].flatMap(([name, schema]) => {
    return schema.xml.kind === "entity" ? described(name, schema.xml.members) : [];
  });

  test("is on every operation", () => {
    const undocumented = operations.filter(({ description }) => !sentence.test(description));
    expect(undocumented.map(({ name }) => name)).toEqual([]);
  });

  test("is on every agent, entity and enumeration", () => {
    const texts = [...types()].flatMap(([name, { xml }]) => ("description" in xml ? [[name, xml.description]] : []));
    const agentTexts = Object.values<Agent>(agents).map(({ name, description }) => [name, description]);
    expect([...texts, ...agentTexts].filter(([, text]) => !sentence.test(text ?? ""))).toEqual([]);
  });

  test("is on every parameter, member and header, in sentences", () => {
    const headers = [...described("request", requestHeaders), ...described("response", responseHeaders)];
    const undocumented = [...inputs, ...entities, ...headers].filter(([, text]) => !sentence.test(text ?? ""));
    expect(undocumented).toEqual([]);
  });

  function described(owner: string, members: Readonly<Record<string, Schema>>): [string, string | undefined][] {
    return Object.entries(members).map(([name, { description }]) => [`${owner}.${name}`, description]);
  }
});

describe("a version", () => {
  const membersAt = (services: ServicesVersion, type: string) => {
    const xml = types(services).get(type)?.xml;
    return xml?.kind === "entity" ? Object.keys(xml.members) : [];
  };
  const namesAt = (services: ServicesVersion, type: string) => {
    const xml = types(services).get(type)?.xml;
    return xml?.kind === "flags" ? xml.literals.map(({ name }) => name) : [];
  };

  test.each([
    ["Associate", "UserName", "Services85", "Services86"],
    ["ErpSyncFieldMapping", "ListReference", "Services85", "Services86"],
    ["PluginResponse", "Status", "Services87", "Services88"],
  ] as const)("of before has no %s.%s", (type, member, before, since) => {
    expect(membersAt(before, type).length).toBeGreaterThan(2);
    expect(membersAt(before, type)).not.toContain(member);
    expect(membersAt(since, type).at(-1)).toBe(member);
  });

  test("has the operations that it has, by name", () => {
    const { operations } = at("Services88").agents.ForeignSystem;
    const find = (services: ServicesVersion, operation: string) =>
      operationAt({ services, agent: "ForeignSystem", operation });
    expect(find("Services88", "AddForeignKey")).toBe(operations.AddForeignKey);
    expect(() => find("Services82", "AddForeignKey")).toThrow(
      new RangeError("Services82 has no operation ForeignSystem.AddForeignKey"),
    );
    expect(() => find("Services88", "constructor")).toThrow(RangeError);
  });

  test("has the rights flags of its time", () => {
    expect(namesAt("Services81", "ETableRight")).toContain("Uninitialized");
    expect(namesAt("Services82", "ETableRight")).not.toContain("Uninitialized");
    expect(namesAt("Services88", "ETableRight").slice(-4)).toEqual(["Unused1", "Uninitialized", "R", "F"]);
    expect(namesAt("Services81", "EFieldRight")).not.toContain("UndefinedValue256");
    expect(namesAt("Services82", "EFieldRight").at(-1)).toBe("UndefinedValue256");
  });

  test("is the same object whenever asked for, so that what is compiled from it can be kept", () => {
    expect(at("Services84")).toBe(at("Services84"));
  });

  test("has the members of the base type first", () => {
    expect(membersAt("Services88", "MDOListItem").slice(0, 3)).toEqual(["TableRight", "FieldProperties", "Id"]);
  });
});

describe("static types", () => {
  test("follow from the definitions", () => {
    type Key = NonNullable<Output<"ForeignSystem", "SaveForeignKey">>;
    expectTypeOf<Key["RecordId"]>().toEqualTypeOf<number | undefined>();
    expectTypeOf<Key["Value"]>().toEqualTypeOf<string | null | undefined>();
    expectTypeOf<Input<"ForeignSystem", "GetKey">["RecordId"]>().toEqualTypeOf<number | undefined>();
    expectTypeOf<Input<"ForeignSystem", "GetKey">>().not.toHaveProperty("DeviceIdentifier");
    expectTypeOf<Output<"ForeignSystem", "GetAllForeignKeysOnEntity">>().toEqualTypeOf<Record<
      string,
      string | null
    > | null>();
  });

  test("tell lists, values and nothing apart", () => {
    expectTypeOf<Output<"ErpSync", "TryConnectActor">>().toEqualTypeOf<boolean>();
    expectTypeOf<Output<"ErpSync", "ConnectActor">>().toEqualTypeOf<void>();
    expectTypeOf<Output<"ErpSync", "GetErpFieldValues">>().toEqualTypeOf<(string | null)[] | null>();
    expectTypeOf<ListItemOf<"ErpSync", "GetAllConnections">>().toExtend<{ AllAccess?: boolean } | null>();
  });

  test("name the three members that signing in answers", () => {
    type SignedIn = Answered<"SoPrincipal", "AuthenticateGeneric">;
    expectTypeOf<Output<"SoPrincipal", "AuthenticateGeneric">>().toEqualTypeOf<SignedIn>();
    expectTypeOf<keyof SignedIn>().toEqualTypeOf<"Response" | "Credentials" | "AuthenticationSucceeded">();
    expectTypeOf<keyof Answered<"SoPrincipal", "GetSystemInfo">>().toEqualTypeOf<"SystemInfo">();
  });

  test("go as deep as a list item does", () => {
    type Children = NonNullable<MDOListItem["ChildItems"]>;
    expectTypeOf<Children[number]>().toEqualTypeOf<MDOListItem | null>();
  });
});

/** Every named type that a version uses, by name. */
function types(services: ServicesVersion = latestServices): Map<string, Schema> {
  const contracts = Object.values(at(services).agents);
  const wrappers = contracts
    .flatMap((agent) => Object.values(agent.operations))
    .flatMap(({ input, output }) => [input, output]);
  const headers = contracts.flatMap((agent) => Object.values({ ...agent.requestHeaders, ...agent.responseHeaders }));
  return namedTypes([...wrappers.flatMap(({ xml }) => Object.values(xml.members)), ...headers]);
}
