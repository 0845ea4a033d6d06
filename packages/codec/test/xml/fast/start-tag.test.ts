import { describe, expect, test } from "vitest";
import { fastStartTag } from "../../../src/xml/fast/start-tag.ts";

describe("a tag that comes again and again", () => {
  test.each(["Ticket", 'a:Value xmlns:a="urn:a" i:nil="true"'])(
    "is read once, whatever tags come between: %s",
    (text) => {
      fastStartTag(text, undefined);
      const kept = fastStartTag(text, undefined);
      for (let number = 0; number < 20_000; number++) fastStartTag(`name${number}`, undefined);
      expect(fastStartTag(text, undefined)).toBe(kept);
    },
  );

  test("is read as what it is when its text was another's follower", () => {
    const first = fastStartTag("First", undefined);
    expect(fastStartTag("Second", first)?.name.local).toBe("Second");
    expect(fastStartTag("Third/", first)).toMatchObject({ name: { local: "Third" }, isEmpty: true });
    expect(fastStartTag("Second", first)).toMatchObject({ name: { local: "Second" }, isEmpty: false });
  });
});
