import { shortened } from "@superoffice-soap/schema";
import { type DecodeErrorCode, quoted } from "../decode-error.ts";

/** Returns the error of an XML declaration whose document cannot be read; `undefined` when it can. */
export function declarationProblem(
  version: string,
  encoding: string | undefined,
): readonly [DecodeErrorCode, string] | undefined {
  if (version !== "1.0") return ["xml_malformed", `XML ${shortened(version)} is not supported`];
  // A declaration that was read as UTF-8 is not UTF-16, whatever it claims: .NET claims so when it writes into a string.
  if (encoding === undefined || /^(?:utf-?8|us-ascii|utf-16(?:le|be)?)$/i.test(encoding)) return undefined;
  return ["encoding_unsupported", `the encoding ${quoted(encoding)} is not supported, only UTF-8 is`];
}
