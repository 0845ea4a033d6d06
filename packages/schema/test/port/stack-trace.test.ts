import { expect, test } from "vitest";
import { withoutFrames } from "../../src/index.ts";

test.each([
  "\n   at Program.Main(String[] args) in C:\\src\\A.cs:line 3",
  "\nat Main()",
  "\r\n   ved SuperOffice.Secret.<M>g__Place|3_0(String x) i C:\\src\\A.cs:linje 3",
  "\n   bei SuperOffice.A..ctor(String x)",
])("a message ends before the line %j", (frame) => {
  expect(withoutFrames(`It broke${frame}\nand more`)).toBe("It broke");
});

test.each(["It broke:\n  Value of contact.name(31) is too long", "It broke:\n  see A.B(x), and\nbei A.B.C(x)"])(
  "a message with %j is kept",
  (message) => {
    expect(withoutFrames(message)).toBe(message);
  },
);
