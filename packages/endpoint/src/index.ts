export type { ErrorEntry, ErrorLog } from "./soap/error-log.ts";
export type { WarningEntry, WarningLog } from "./soap/request-warnings.ts";
export type { ServedContext, ServedPort } from "./soap/served-port.ts";
export type { SoapEndpointOptions, SoapEndpointSettings } from "./soap/soap-endpoint-options.ts";
export { soapEndpoint } from "./soap-endpoint.ts";
