import { describe, expect, test } from "vitest";
import { graphqlApp } from "../../src/graphql-app.ts";
import { ask } from "../ask.ts";
import { recordingNetServer } from "../recording-netserver.ts";

const names = [..."abcdef"];

interface Key {
  readonly Key: string;
  readonly Value?: string;
  readonly CreatedDate: string;
}

/** Makes a key that was created in a second of its own, in the order of names. */
function keyOf(name: string): Key {
  return { Key: name, CreatedDate: `2026-01-01T00:00:${String(name.charCodeAt(0) % 60).padStart(2, "0")}` };
}

function inOneSecond(name: string): Key {
  return { Key: name, CreatedDate: "2026-01-01T00:00:00" };
}

interface Page {
  readonly edges: readonly { readonly cursor: string }[];
  readonly pageInfo: {
    readonly endCursor: string | null;
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
  };
}

async function page(keys: readonly Key[], args: string): Promise<{ found: string; page: Page }> {
  const netServer = recordingNetServer({ GetAppByName: { ForeignAppId: 3, Name: "erp" }, GetApplicationKeys: keys });
  const { data, errors } = await ask(
    netServer,
    `{ foreignApp(name: "erp") { keys(${args}) { nodes { key } edges { cursor } pageInfo { endCursor hasNextPage hasPreviousPage } } } }`,
  );
  expect(errors).toBeUndefined();
  const { keys: found } = data.foreignApp;
  return { found: found.nodes.map(({ key }: { key: string }) => key).join(""), page: found };
}

/** Resolves to the page of two items after `ab`, when those keys are deleted in between. */
async function secondPage(make: (name: string) => Key, deleted: readonly string[]) {
  const { page: first } = await page(names.map(make), "first: 2");
  const left = names.filter((name) => !deleted.includes(name));
  return page(left.map(make), `first: 2, after: "${first.pageInfo.endCursor}"`);
}

/** The choices of names, each possible one. */
const choices = Array.from({ length: 2 ** names.length }, (_, bits) =>
  names.filter((_name, index) => (bits >> index) % 2 === 1),
);

describe("a page goes on where the page before it ended", () => {
  test("whatever was deleted between the two", async () => {
    for (const deleted of choices) {
      const { found, page: second } = await secondPage(keyOf, deleted);
      const rest = names.slice(2).filter((name) => !deleted.includes(name));
      expect([deleted.join(""), found]).toEqual([deleted.join(""), rest.slice(0, 2).join("")]);
      expect(second.pageInfo.hasNextPage).toBe(rest.length > 2);
    }
  });

  test("and hides nothing when no date tells the order", async () => {
    for (const deleted of choices) {
      const { found } = await secondPage(inOneSecond, deleted);
      const [first = ""] = names.slice(2).filter((name) => !deleted.includes(name));
      expect([deleted.join(""), found]).toEqual([deleted.join(""), expect.stringContaining(first)]);
    }
  });

  test("when keys were added in front", async () => {
    const { page: first } = await page(names.map(keyOf), "first: 2");
    const { found } = await page([..."xyz", ...names].map(keyOf), `first: 2, after: "${first.pageInfo.endCursor}"`);
    expect(found).toBe("cd");
  });

  test("when it is gone with what followed it, in a list in no order of its own", async () => {
    const order = [..."cafebd"];
    const { page: first } = await page(order.map(keyOf), "first: 2");
    const left = order.filter((name) => !"af".includes(name)).map(keyOf);
    // The page begins at the position that the deleted key had.
    expect((await page(left, `first: 2, after: "${first.pageInfo.endCursor}"`)).found).toBe("eb");
  });

  test("when keys of several devices are alike", async () => {
    const alike = [...names.map(inOneSecond), inOneSecond("a"), inOneSecond("z")];
    const { page: first } = await page(alike, "first: 7");
    const { found } = await page(alike.slice(1), `first: 2, after: "${first.pageInfo.endCursor}"`);
    expect(found).toBe("z");
  });

  test("from each of its cursors", async () => {
    const keys = names.map(keyOf);
    const { page: all } = await page(keys, "first: 6");
    const rests = all.edges.map(({ cursor }) => page(keys, `first: 6, after: "${cursor}"`));
    expect((await Promise.all(rests)).map(({ found }) => found)).toEqual(["bcdef", "cdef", "def", "ef", "f", ""]);
  });

  test("from a cursor of the version before, by its position", async () => {
    const cursor = Buffer.from("place:1").toString("base64url");
    expect((await page(names.map(keyOf), `first: 2, after: "${cursor}"`)).found).toBe("cd");
  });
});

test("a page that comes in parts goes on where the page before it ended", async () => {
  const { page: first } = await page(names.map(keyOf), "first: 2");
  for (const deleted of ["", "a", "ab", "abc", "c"]) {
    const left = names.filter((name) => !deleted.includes(name)).map(keyOf);
    const netServer = recordingNetServer({ GetAppByName: { ForeignAppId: 3, Name: "erp" }, GetApplicationKeys: left });
    const query = `{ foreignApp(name: "erp") { keys(first: 2, after: "${first.pageInfo.endCursor}") { edges @stream { cursor node { key } } } } }`;
    const response = await graphqlApp({ netServer }).request("/graphql", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "multipart/mixed" },
      body: JSON.stringify({ query }),
    });
    const found = [...(await response.text()).matchAll(/"node":\{"key":"(\w)"\}/g)].map(([, key]) => key).join("");
    const rest = names.slice(2).filter((name) => !deleted.includes(name));
    expect([deleted, found]).toEqual([deleted, rest.slice(0, 2).join("")]);
  }
});

describe("a text that is no cursor is refused", () => {
  const encoded = (text: string) => Buffer.from(text).toString("base64url");

  test.each([
    "",
    "x",
    encoded("item:[]"),
    encoded('item:[-1,"a"]'),
    encoded('item:[1.5,"a"]'),
    encoded("item:[1]"),
    encoded("item:{"),
    encoded("place:-1"),
    encoded(`item:[1,"${"a".repeat(1000)}"]`),
  ])("%j", async (cursor) => {
    const netServer = recordingNetServer({ GetAppByName: { ForeignAppId: 3, Name: "erp" } });
    const { errors } = await ask(
      netServer,
      `{ foreignApp(name: "erp") { keys(after: "${cursor}") { nodes { key } } } }`,
    );
    expect(errors).toMatchObject([
      { message: "after is no cursor of this list.", extensions: { code: "BAD_USER_INPUT", path: ["after"] } },
    ]);
  });
});
