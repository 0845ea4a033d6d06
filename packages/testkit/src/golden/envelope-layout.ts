import { type PlacedElement, placedMarkup } from "../scrub/placed-elements.ts";

/**
 * Returns the envelope with each element on a line of its own, so that a reader can review it and a diff shows what
 * changed. An envelope that has white space or other text between its elements keeps its layout. Texts and the meaning
 * stay the same. Throws `XmlSyntaxError`.
 */
export function laidOut(xml: string): string {
  const { elements } = placedMarkup(xml);
  if (elements.some(({ children, text }) => children.length > 0 && text !== "")) return xml;
  const breaks = elements.flatMap((element) => breaksOf(element, xml)).sort((one, other) => one.index - other.index);
  const parts: string[] = [];
  let done = 0;
  for (const { index, depth } of breaks) {
    parts.push(xml.slice(done, index), "\n", "  ".repeat(depth));
    done = index;
  }
  const text = parts.join("") + xml.slice(done);
  return text.endsWith("\n") ? text : `${text}\n`;
}

interface Break {
  /** The index at which the new line begins. */
  readonly index: number;
  /** The number of elements around that index. */
  readonly depth: number;
}

function breaksOf({ tag, end, parent, children }: PlacedElement, xml: string): Break[] {
  const depth = depthBelow(parent);
  // The root element begins a line already, unless a declaration ends right before it.
  const before = parent === undefined && xml[tag - 1] !== ">" ? [] : [{ index: tag, depth }];
  return children.length === 0 ? before : [...before, { index: end, depth }];
}

function depthBelow(parent: PlacedElement | undefined): number {
  return parent === undefined ? 0 : depthBelow(parent.parent) + 1;
}
