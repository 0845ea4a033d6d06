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
export { StoreError } from "./store/store-error.ts";
