export { acceptsGzip } from "./accepts-gzip.ts";
export { blankPasswordHint, type RefusedCaller } from "./blank-password-hint.ts";
export {
  BodyBudget,
  type BodyBudgetOptions,
  defaultBodyIdleMs,
  defaultBudgetBytes,
  defaultMaxUnknownBytes,
  processBodyBudget,
} from "./body-budget.ts";
export { BodyError, type BodyErrorStatus, ClientGoneError } from "./body-error.ts";
export { streamedResponse, textResponse } from "./compressed-response.ts";
export { earlyResponse, responseToUnread } from "./early-response.ts";
export { nextPiece } from "./event-loop-piece.ts";
export { nextTurn } from "./event-loop-turn.ts";
export { closed, defaultAnswerIdleMs, listening, urlOf } from "./http-server.ts";
export {
  type CallerTraits,
  httpVersionOf,
  isLoopback,
  isLoopbackOrigin,
  peerAddressOf,
  whyNotLocal,
} from "./loopback.ts";
export { isOriginPattern, originCheck } from "./origin-pattern.ts";
export { type BodyLimits, readBody } from "./request-body.ts";
export { requestHeader } from "./request-header.ts";
export { unquote } from "./unquote.ts";
