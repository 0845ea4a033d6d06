import { at } from "@superoffice-soap/schema";
import { describe, expect, test } from "vitest";
import { laidOut } from "../../src/golden/envelope-layout.ts";
import { compareEnvelopes, goldenEnvelope } from "../../src/index.ts";

const cases: Record<string, [xml: string, text: string]> = {
  "elements on lines of their own, and every text as it was": [
    "<?xml version=\"1.0\"?><E a='>'><B/><C> x </C><D>\t</D><F><G>1</G></F></E>",
    "<?xml version=\"1.0\"?>\n<E a='>'>\n  <B/>\n  <C> x </C>\n  <D>\t</D>\n  <F>\n    <G>1</G>\n  </F>\n</E>\n",
  ],
  "nothing where text stands beside elements": ["<E><A><C/></A>x<B/></E>", "<E><A><C/></A>x<B/></E>"],
  "nothing where there is a layout already": ["<E>\n<B><C/></B></E>", "<E>\n<B><C/></B></E>"],
  "nothing after a line's end": ["<E/>\n", "<E/>\n"],
};

describe("puts", () => {
  test.each(Object.entries(cases))("%s", (_name, [xml, text]) => {
    expect(laidOut(xml)).toBe(text);
    expect(laidOut(text)).toBe(text);
    expect(compareEnvelopes(laidOut(xml), xml)).toEqual([]);
  });
});

test("leaves the documented layout alone", () => {
  for (const operation of Object.keys(at("Services88").agents.ErpSync.operations)) {
    const documented = goldenEnvelope("Services88", "ErpSync", operation as "SyncAll", "response");
    expect(laidOut(documented)).toBe(documented);
  }
});
