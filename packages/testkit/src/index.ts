// Golden envelopes and the example values in them.

// Generated values.
export { type ArbitraryOptions, arbitrary } from "./arbitrary.ts";
export { chunksOf } from "./chunks.ts";

// Comparing envelopes by meaning, and keeping secrets out of them.
export { type CompareOptions, compareEnvelopes } from "./compare-envelopes.ts";
export { type Difference, formatDifferences } from "./difference.ts";
export {
  type Direction,
  directions,
  exampleApplicationToken,
  exampleHeaders,
  exampleOf,
  exampleTicket,
  goldenMoment,
} from "./example.ts";
export { goldenEnvelope, goldenPath } from "./golden.ts";
export { type ScrubOptions, scrubEnvelope } from "./scrub-envelope.ts";
export { XmlSyntaxError } from "./xml-tree.ts";
