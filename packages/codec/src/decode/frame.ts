import type { FaultElement } from "./fault-element.ts";
import type { Plan } from "./plan.ts";

/** The role of an open element: a value of the contract, or a part of the envelope. */
export type FrameKind = Plan["kind"] | "document" | "envelope" | "header" | "body" | "fault" | "skipped";

/** The state of an open element. Frames are reused, one for each level of nesting. */
export class Frame {
  kind: FrameKind = "skipped";
  /** The plan of a value; `undefined` for a part of the envelope. */
  plan: Plan | undefined;
  /** The value so far, of an entity, array, dictionary or pair. */
  value: unknown;
  /** The property of the parent's value that this value becomes; blank for an array's item. */
  property = "";
  /** The highest position in the sequence among the members that have come, from 1; 0 before the first. */
  position = 0;
  /** The text so far. */
  text = "";
  /** True when the element has `xsi:nil`. */
  nil = false;
  /** The position of the element's content. */
  line = 0;
  column = 0;
  fault: FaultElement | undefined;
}
