import { agent } from "../../kit/agent.ts";
import { nillable } from "../../kit/annotate.ts";
import { reads, returns, returnsAll, writes } from "../../kit/operation.ts";
import { boolean, string } from "../../kit/scalars.ts";
import { SoCredentials } from "../../types/header-blocks.ts";
import { AuthenticationGenericData } from "./authentication-generic-data.ts";
import { SoPrincipalCarrier } from "./so-principal-carrier.ts";
import { SoSystemInfoCarrier } from "./so-system-info-carrier.ts";

const signedIn = returnsAll("AuthenticateResponse", {
  Response: nillable(SoPrincipalCarrier, { description: "The user; nil when sign-in failed." }),
  Credentials: nillable(SoCredentials, { description: "The ticket for further calls; nil when sign-in failed." }),
  AuthenticationSucceeded: boolean({ description: "True when the user is signed in." }),
});

/** Signing in, and what the server is. Signing in again gives another ticket and does no harm. */
export const SoPrincipal = agent(
  "SoPrincipal",
  { description: "Signing in, and what the server is.", authenticated: false },
  {
    GetSystemInfo: reads({
      description: "The server's program, database and licence. Needs no ticket.",
      input: {},
      answer: returns(nillable(SoSystemInfoCarrier), "SystemInfo"),
    }),
    AuthenticateImplicit: writes({
      description: "Signs in whoever the environment says the caller is, such as the Windows user.",
      retry: "safe",
      input: {},
      answer: signedIn,
    }),
    AuthenticateUsernamePassword: writes({
      description: "Signs in by name and password.",
      retry: "safe",
      input: {
        UserName: nillable(string(), { description: "Login name; or a ticket, with a blank password." }),
        Password: nillable(string(), { description: "Password, in clear text." }),
      },
      answer: signedIn,
    }),
    AuthenticateGeneric: writes({
      description: "Signs in by whatever evidence the server knows to check.",
      retry: "safe",
      input: { AuthenticationData: nillable(AuthenticationGenericData, { description: "The evidence, by kind." }) },
      answer: signedIn,
    }),
    AuthenticateWithAccessToken: writes({
      description: "Signs in by an OAuth access token.",
      retry: "safe",
      since: "Services86",
      input: { AccessToken: nillable(string(), { description: "The access token, `8A:` and what follows." }) },
      answer: signedIn,
    }),
  },
);
