// Whole messages: values to bytes and back.

export { decodeList } from "./decode/decode-list.ts";
export { type DecodeOptions, defaultMaxDepth, type MemberOrder } from "./decode/decode-options.ts";
export type { DecodeWarning, WarningReason } from "./decode/decode-warning.ts";
export { createDecoder, type Decoder, decodeMessage } from "./decode/decoder.ts";
export { DecodeError, type DecodeErrorCode, type Position } from "./decode-error.ts";
export {
  contentTypeOf,
  type Dialect,
  envelopeNamespaces,
  type SoapVersion,
  schemaInstanceNamespace,
  soapVersionOf,
} from "./dialect.ts";
export { encodeRequest, encodeResponse } from "./encode/encode.ts";
export { encodeFault } from "./encode/encode-fault.ts";
export { encodeList } from "./encode/encode-list.ts";
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
