import type { FaultElement } from "./fault-reader.ts";
import type { Plan } from "./plan.ts";

/** What an open element is to the decoder: a value of the contract, or a part of the envelope. */
export type FrameKind = Plan["kind"] | "document" | "envelope" | "header" | "body" | "fault" | "skipped";

/** An open element. Frames are kept for reuse: a document has as many as it is deep. */
export class Frame {
  kind: FrameKind = "skipped";
  /** How the element is read, when it is a value. */
  plan: Plan | undefined;
  /** The value so far of an entity, array, dictionary or pair. */
  value: unknown;
  /** The property of the parent's value that this one becomes; an array's item has none. */
  property = "";
  /** The place in its sequence of the member that was met last, the furthest on. */
  place = 0;
  /** The text so far. */
  text = "";
  /** Whether the element says that it is nil. */
  nil = false;
  /** Where the element's content starts. */
  line = 0;
  column = 0;
  fault: FaultElement | undefined;
}
