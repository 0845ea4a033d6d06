// The contract as WSDL, for the generators of other platforms.
export { type WsdlOptions, writeWsdl } from "./write-wsdl.ts";
