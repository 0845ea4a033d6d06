// Golden envelopes and the example values in them.

export {
  type Direction,
  directions,
  exampleApplicationToken,
  exampleHeaders,
  exampleOf,
  exampleTicket,
  goldenMoment,
} from "./generate/example.ts";
export { goldenEnvelope, goldenPath } from "./golden/golden.ts";

// Comparing envelopes by meaning, and keeping secrets out of them.

export { type CompareOptions, compareEnvelopes } from "./compare/compare-envelopes.ts";
export { type Difference, formatDifferences } from "./compare/difference.ts";
export { assertEnvelope, assertEnvelopeFile } from "./golden/assert-envelope.ts";
export type { EnvelopeFileOptions } from "./golden/golden-file.ts";
export { type ScrubOptions, scrubEnvelope } from "./scrub/scrub-envelope.ts";
export { XmlSyntaxError } from "./xml/xml-syntax-error.ts";

// Generated values, and generated ways to cut bytes.

export { type ArbitraryOptions, arbitrary } from "./generate/arbitrary.ts";
export { chunksOf } from "./generate/chunks.ts";
export { type InvalidValue, invalidArbitrary } from "./generate/invalid-arbitrary.ts";

// Turning traffic into golden files.

export { createRecorder, type Recorder, type RecorderOptions } from "./record/recorder.ts";
