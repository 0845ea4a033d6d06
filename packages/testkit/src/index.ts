// Golden envelopes and the example values in them.

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

// Comparing envelopes by meaning, and keeping secrets out of them.

export { assertEnvelope, assertEnvelopeFile } from "./assert-envelope.ts";
export { type CompareOptions, compareEnvelopes } from "./compare-envelopes.ts";
export { type Difference, formatDifferences } from "./difference.ts";
export type { EnvelopeFileOptions } from "./golden-file.ts";
export { type ScrubOptions, scrubEnvelope } from "./scrub-envelope.ts";
export { XmlSyntaxError } from "./xml-syntax-error.ts";

// Generated values, and generated ways to cut bytes.

export { type ArbitraryOptions, arbitrary } from "./arbitrary.ts";
export { chunksOf } from "./chunks.ts";
export { type InvalidValue, invalidArbitrary } from "./invalid-arbitrary.ts";

// Turning traffic into golden files.

export { createRecorder, type Recorder, type RecorderOptions } from "./recorder.ts";
