import { create } from "xmlbuilder2";
import type { XmlElement } from "./xml-element.ts";

type Builder = ReturnType<typeof create>;

/** The document with this root: indented, and with a blank before `/>`, as WCF prints. */
export function serialize(root: XmlElement): string {
  const document = create({ version: "1.0", encoding: "utf-8" });
  append(document, root);
  return document.end({ prettyPrint: true, spaceBeforeSlash: true });
}

// Element by element: handed the whole tree as one object, the builder takes three times as long.
function append(parent: Builder, { name, attributes, content }: XmlElement): void {
  const appended = parent.ele(name, attributes);
  if (typeof content === "string") appended.txt(content);
  else for (const child of content) append(appended, child);
}
