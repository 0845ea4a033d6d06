import { expect, test } from "vitest";
import { StreamTokenizer } from "../../src/xml/stream-tokenizer.ts";
import type { TokenHandler } from "../../src/xml/tokenizer.ts";

test("an item that comes in ever so many chunks is not read from its beginning for each", () => {
  let charactersRead = 0;
  let depth = 0;
  const handler: TokenHandler = {
    itemsAhead: () => (depth === 1 ? readNothing : undefined),
    open: () => depth++,
    close: () => depth--,
    text: () => {},
    contentAhead: () => {},
    declaration: () => {},
    doctype: () => {},
    exceeded: (limit) => {
      throw new Error(limit);
    },
    malformed: (message) => {
      throw new Error(message);
    },
  };
  const readNothing = (text: string) => {
    charactersRead += text.length;
    return { length: 0, goesOn: true };
  };
  const item = `<item>${"x".repeat(20_000)}</item>`;
  const tokenizer = new StreamTokenizer(handler);
  tokenizer.write("<list>");
  for (const character of item) tokenizer.write(character);
  tokenizer.write("</list>");
  tokenizer.end();
  expect(depth).toBe(0);
  expect(charactersRead).toBeGreaterThan(0);
  expect(charactersRead).toBeLessThan(item.length);
});
