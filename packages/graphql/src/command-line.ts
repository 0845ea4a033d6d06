import { parseArgs } from "node:util";
import { findServices, latestServices, type ServicesVersion, servicesVersions } from "@superoffice-soap/schema";

/** What the program is asked to do. */
export interface ServerSettings {
  readonly port: number;
  /** The address to listen on. */
  readonly host: string;
  /** Where the data are: a directory, `:memory:`, or a PostgreSQL URL. */
  readonly store: string;
  /** The version of the contract that GraphQL serves. */
  readonly services: ServicesVersion;
  /** The file that names the users; absent when no flag does. */
  readonly usersFile?: string;
}

/** A command line that cannot be followed. The message says which part, in one line. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What `--help` prints. */
export const help = `superoffice-soap: SuperOffice NetServer as GraphQL, with its SOAP endpoint beside it

  superoffice-soap [--port 4000] [--data DIR]

Serves an embedded NetServer: GraphQL at /graphql (open it in a browser for GraphiQL), SOAP at
/Remote/ServicesNN/Agent.svc for ServicesNN ${servicesVersions[0]} to ${latestServices}, and /healthz.

  --port NUMBER        where to listen; 0 picks a free port                       [4000]
  --host ADDRESS       the address to listen on; 0.0.0.0 for every network        [127.0.0.1]
  --data DIR           where the data are kept, in a file of SQLite; also a
                       postgres:// URL, or :memory: to keep nothing               [data]
  --services VERSION   the version of NetServer's contract that GraphQL has       [${latestServices}]
  --users FILE         who may sign in: JSON, a list of {"name", "password"} with
                       "fullName", "email", "personId", "groupId" where wanted
  --help               this text

Without --users there is demo data, and the user ADM0 with a blank password. Requests from this
machine that carry no credentials then run as ADM0; NODE_ENV=production turns both off.
Credentials are SuperOffice's own: "Authorization: SOTicket 7T:..." with a ticket from the mutation
authenticateUsernamePassword, or "Authorization: Bearer ..." with an access token.

Ctrl-C or SIGTERM lets requests under way finish and closes the store.
`;

/** The settings that the arguments amount to, or `help` when that is what they ask for. Throws `UsageError`. */
export function parseCommandLine(args: readonly string[]): ServerSettings | "help" {
  const { help: wantsHelp, port, host, data, services, users } = valuesOf(args);
  if (wantsHelp) return "help";
  return {
    port: portOf(port),
    host,
    store: data,
    services: servicesOf(services),
    ...(users === undefined ? {} : { usersFile: users }),
  };
}

function valuesOf(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], strict: true, allowPositionals: false, options }).values;
  } catch (error) {
    // Node's message names the flag, but goes on about positional arguments.
    const [first = "The command line cannot be read."] = error instanceof Error ? error.message.split(". ") : [];
    throw new UsageError(`${first.replace(/\.?$/, ".")} See --help.`);
  }
}

const options = {
  port: { type: "string", default: "4000" },
  host: { type: "string", default: "127.0.0.1" },
  data: { type: "string", default: "data" },
  services: { type: "string", default: latestServices },
  users: { type: "string" },
  help: { type: "boolean", short: "h", default: false },
} as const;

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`--port must be 0 to 65535, not ${JSON.stringify(text)}.`);
}

function servicesOf(text: string): ServicesVersion {
  const services = findServices(text);
  if (services !== undefined) return services;
  throw new UsageError(`--services must be one of ${servicesVersions.join(", ")}, not ${JSON.stringify(text)}.`);
}
