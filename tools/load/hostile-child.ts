// Serves GraphQL and SOAP as in production: over a NetServer with one user, for whom there is a ticket; or, given the URL
// of an upstream, over that.
import { decodeMessage, encodeRequest } from "@superoffice-soap/codec";
import { startServer } from "@superoffice-soap/server";
import { report } from "../bench/server-process.ts";

const [store = ":memory:", upstream] = process.argv.slice(2);
const ann = { name: "ann", password: "correct horse" };
const settings = { store, services: "Services88", host: "127.0.0.1", port: 0, production: true } as const;
const server = await startServer({ ...settings, ...(upstream === undefined ? { users: [ann] } : { upstream }) });
report({ origin: server.url, ...(upstream === undefined && { ticket: await signedIn() }) });

async function signedIn(): Promise<string> {
  const target = { services: "Services88", agent: "SoPrincipal", operation: "AuthenticateUsernamePassword" } as const;
  const body = encodeRequest({ ...target, input: { UserName: ann.name, Password: ann.password } });
  const headers = { "Content-Type": "text/xml; charset=utf-8" };
  const response = await fetch(`${server.url}/Remote/Services88/SoPrincipal.svc`, { method: "POST", headers, body });
  const message = decodeMessage(await response.text(), { expect: target });
  const ticket = message.kind === "response" ? message.value.Credentials?.Ticket : undefined;
  if (!ticket) throw new Error("There is no ticket for the user that the server was started with.");
  return ticket;
}
