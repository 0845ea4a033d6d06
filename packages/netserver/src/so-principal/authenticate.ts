import type { Output } from "@superoffice-soap/schema";
import { isTicket } from "@superoffice-soap/schema";
import type { Implementation } from "../agent-implementation.ts";
import type { AnonymousCaller } from "../call/session.ts";
import { soException } from "../call/so-exception.ts";
import type { Resources } from "../resources.ts";
import { digestOf, isSameDigest } from "../sign-in/digest.ts";
import { goodAccessTokens } from "../sign-in/known-access-token.ts";
import { findUser, signedInUser, userKey } from "../sign-in/user-directory.ts";
import type { Row } from "../store/tables.ts";
import { principalOf } from "./principal-carrier.ts";

type Answer = Output<"SoPrincipal", "AuthenticateUsernamePassword">;
type User = Row<"associate"> | undefined;

/** Signs in by name and password, or by a ticket as name and no password. */
export const authenticateUsernamePassword: Implementation<"SoPrincipal", "AuthenticateUsernamePassword"> = async (
  input,
  caller,
  resources,
) => byName(input.UserName, input.Password, caller, resources);

/** Signs in by a ticket, or by name and password, whichever the evidence holds. */
export const authenticateGeneric: Implementation<"SoPrincipal", "AuthenticateGeneric"> = (input, caller, resources) => {
  const evidence = new Map(Object.entries(input.AuthenticationData ?? {}));
  const ticket = evidence.get("Ticket") ?? "";
  if (ticket !== "") return byTicket(ticket, resources);
  return byName(evidence.get("UserName") ?? "", evidence.get("Password") ?? "", caller, resources);
};

/** Signs in the user that the server's settings name, if they name one. */
export const authenticateImplicit: Implementation<"SoPrincipal", "AuthenticateImplicit"> = async (
  _input,
  _caller,
  resources,
) => {
  const { implicitUser } = resources.settings.signIn;
  return answerFor(implicitUser === null ? undefined : await findUser(resources.store.db, implicitUser), resources);
};

/** Signs in the user that an access token stands for. */
export const authenticateWithAccessToken: Implementation<"SoPrincipal", "AuthenticateWithAccessToken"> = async (
  input,
  _caller,
  resources,
) => {
  const { settings, store } = resources;
  const asked = digestOf(input.AccessToken);
  const good = goodAccessTokens(settings.signIn.accessTokens, settings.clock());
  const [known] = good.filter(({ digest }) => isSameDigest(digest, asked));
  const user = known && (await findUser(store.db, known.user));
  return answerFor(user, resources);
};

async function byName(name: string, password: string, caller: AnonymousCaller, resources: Resources): Promise<Answer> {
  if (isTicket(name) && password === "") return byTicket(name, resources);
  const { settings, store, demo, signIns } = resources;
  if (!settings.signIn.passwordSignIn) return answerFor(undefined, resources);
  // Only who sits at the machine may do without a password, and only with the demo data.
  const blank = demo && caller.loopback() ? "accept" : "refuse";
  const user = await signIns.attempt({
    userKey: userKey(name),
    address: caller.address(),
    signal: caller.signal(),
    check: () => signedInUser(store.db, name, password, blank),
  });
  return answerFor(user, resources);
}

async function byTicket(ticket: string, resources: Resources): Promise<Answer> {
  const associateId = await resources.tickets.use(ticket);
  const { db } = resources.store;
  const user =
    associateId === null
      ? undefined
      : await db.selectFrom("associate").selectAll().where("id", "=", associateId).executeTakeFirst();
  return answerFor(user, resources, ticket);
}

async function answerFor(user: User, resources: Resources, ticket?: string): Promise<Answer> {
  if (user !== undefined) {
    const Ticket = ticket ?? (await resources.tickets.issue(user.id));
    return { Response: await principalOf(user, resources), Credentials: { Ticket }, AuthenticationSucceeded: true };
  }
  if (resources.settings.signIn.failedSignIn === "answer") {
    return { Response: null, Credentials: null, AuthenticationSucceeded: false };
  }
  throw soException("SoInvalidPasswordException", "The user name or password is wrong.");
}
