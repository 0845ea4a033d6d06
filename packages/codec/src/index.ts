// Whole messages: values to bytes and back.
export { createDecoder, type Decoder, decodeMessage } from "./decode/decode.ts";
export { decodeList } from "./decode/decode-list.ts";
export { type DecodeOptions, defaultMaxDepth, type MemberOrder } from "./decode/decode-options.ts";
export type { DecodeWarning, WarningReason } from "./decode/decode-warning.ts";
export {
  contentTypeOf,
  type Dialect,
  envelopeNamespaces,
  type SoapVersion,
  schemaInstanceNamespace,
  soapVersionOf,
} from "./dialect.ts";
export { encodeRequest, encodeResponse } from "./encode/encode.ts";
export { encodeList } from "./encode/encode-list.ts";
export { encodeFault } from "./encode/fault.ts";
export { DecodeError, type DecodeErrorCode, type Position } from "./errors.ts";
export {
  addressingNoneNamespace,
  dispatcherNamespace,
  exceptionDetailNamespace,
  type Fault,
  type FaultDetail,
  type FaultSubcode,
} from "./fault.ts";
export type {
  DecodedFault,
  DecodedList,
  DecodedRequest,
  DecodedResponse,
  ForeignHeader,
  ListToEncode,
  Message,
  RequestToEncode,
  ResponseToEncode,
  Target,
  UnknownMembers,
} from "./message.ts";
