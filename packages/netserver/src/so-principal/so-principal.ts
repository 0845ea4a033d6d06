import type { AgentImplementation } from "../agent-implementation.ts";
import {
  authenticateGeneric,
  authenticateImplicit,
  authenticateUsernamePassword,
  authenticateWithAccessToken,
} from "./authenticate.ts";
import { getSystemInfo } from "./system-info.ts";

/** Signing in, and what the server is. */
export const soPrincipal: AgentImplementation<"SoPrincipal"> = {
  operations: {
    GetSystemInfo: getSystemInfo,
    AuthenticateImplicit: authenticateImplicit,
    AuthenticateUsernamePassword: authenticateUsernamePassword,
    AuthenticateGeneric: authenticateGeneric,
    AuthenticateWithAccessToken: authenticateWithAccessToken,
  },
};
