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
export { type HttpRequest, httpRequestOf } from "./http-request.ts";
export { closed, defaultAnswerIdleMs, listening, urlOf } from "./http-server.ts";
export {
  type CallerTraits,
  httpVersionOf,
  isLoopback,
  isLoopbackOrigin,
  peerAddressOf,
  whyNotLocal,
} from "./loopback.ts";
export { nextPiece } from "./next-piece.ts";
export { nextTurn } from "./next-turn.ts";
export { isOriginPattern, originCheck } from "./origin-pattern.ts";
export { type BodyLimits, readBody } from "./read-body.ts";
export { requestHeader } from "./request-header.ts";
export { unquote } from "./unquote.ts";
