import { describe, expect, test } from "vitest";
import { plainTag } from "../../../src/xml/fast/start-tag.ts";

describe("a tag that comes again and again", () => {
  test.each(["Ticket", 'a:Value xmlns:a="urn:a" i:nil="true"'])(
    "is read once, whatever tags come between: %s",
    (text) => {
      plainTag(text, undefined);
      const kept = plainTag(text, undefined);
      for (let number = 0; number < 20_000; number++) plainTag(`name${number}`, undefined);
      expect(plainTag(text, undefined)).toBe(kept);
    },
  );

  test("is read as what it is when its text was another's follower", () => {
    const first = plainTag("First", undefined);
    expect(plainTag("Second", first)?.name.local).toBe("Second");
    expect(plainTag("Third/", first)).toMatchObject({ name: { local: "Third" }, isEmpty: true });
    expect(plainTag("Second", first)).toMatchObject({ name: { local: "Second" }, isEmpty: false });
  });
});
