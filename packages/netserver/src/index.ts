export { createNetServer, type NetServer } from "./net-server.ts";
export type {
  AccessTokenOptions,
  AnswerOptions,
  ApplicationOptions,
  ForeignSystemOptions,
  NetServerOptions,
  RelationOptions,
  SignInOptions,
  UserOptions,
} from "./options.ts";
export type { FailureEntry, FailureLog } from "./soap/failure-log.ts";
export { isLocalCaller } from "./soap/local-caller.ts";
export { netServerApp } from "./soap/net-server-app.ts";
export type { ServedPort } from "./soap/served-port.ts";
export type { SoapEndpointOptions } from "./soap/soap-endpoint-options.ts";
export { StoreError } from "./store/store-error.ts";
