import { parseArgs } from "node:util";
import { findServices, latestServices, type ServicesVersion, servicesVersions } from "@superoffice-soap/schema";

/** What the program is asked to do. */
export interface ServerSettings {
  readonly port: number;
  /** The address to listen on. */
  readonly host: string;
  /** Where the data are: a directory, `:memory:`, or a PostgreSQL URL. */
  readonly store: string;
  /** The address of a real NetServer's services; absent when one is embedded. */
  readonly upstream?: string;
  /** The version of the contract that GraphQL serves, and that an upstream is called in. */
  readonly services: ServicesVersion;
  /** The file that names the users; absent when no flag does. */
  readonly usersFile?: string;
  /** The file of the documents that alone are run; absent when any may be. */
  readonly documentsFile?: string;
  /** Origins whose pages may call. */
  readonly allowedOrigins: readonly string[];
  /** How many requests one address may send in a minute. */
  readonly requestsPerMinute: number;
  /** True when queries may ask for the schema in production too. */
  readonly introspection: boolean;
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

  --port NUMBER                where to listen; 0 picks a free port                [4000]
  --host ADDRESS               the address to listen on; 0.0.0.0 for all      [127.0.0.1]
  --data DIR                   where the data are kept, in a file of SQLite; also a
                               postgres:// URL, or :memory: to keep nothing        [data]
  --upstream URL               serve a real NetServer instead of an embedded one, such as
                               https://crm.example.com/SuperOffice/Remote; callers send
                               their own credentials, and SOAP at /Remote/ is passed on
  --services VERSION           the version of the contract that GraphQL has, and that an
                               upstream is called in                         [${latestServices}]
  --users FILE                 who may sign in: JSON, a list of {"name", "password"},
                               with "fullName", "email", "personId", "groupId" if wanted
  --allow-origin URL           an origin whose pages may call GraphQL; may be repeated
  --persisted-documents FILE   run these GraphQL documents only: JSON, each by the
                               SHA-256 of its text, which requests send in its place
  --requests-per-minute NUMBER how many GraphQL requests one address may send   [no limit]
  --introspection              in production too, queries may ask for the schema
  --help                       this text

Without --users there is demo data, and the user ADM0 with a blank password. Requests from this
machine that carry no credentials then run as ADM0. NODE_ENV=production turns all of that off,
and GraphiQL too.
Credentials are SuperOffice's own: "Authorization: SOTicket 7T:..." with a ticket from the mutation
authenticateUsernamePassword, or "Authorization: Bearer ..." with an access token.

Ctrl-C or SIGTERM lets requests under way finish and closes the store.
`;

/** The settings that the arguments amount to, or `help` when that is what they ask for. Throws `UsageError`. */
export function parseCommandLine(args: readonly string[]): ServerSettings | "help" {
  const values = valuesOf(args);
  if (values.help) return "help";
  const { users, "persisted-documents": documents, "requests-per-minute": perMinute } = values;
  return {
    port: wholeNumber("--port", values.port, 0, 65_535),
    host: values.host,
    store: values.data,
    services: servicesOf(values.services),
    allowedOrigins: values["allow-origin"].map(originOf),
    requestsPerMinute:
      perMinute === undefined ? Number.POSITIVE_INFINITY : wholeNumber("--requests-per-minute", perMinute, 1, 1e9),
    introspection: values.introspection,
    ...(values.upstream === undefined ? {} : { upstream: upstreamOf(values.upstream) }),
    ...(users === undefined ? {} : { usersFile: users }),
    ...(documents === undefined ? {} : { documentsFile: documents }),
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
  upstream: { type: "string" },
  services: { type: "string", default: latestServices },
  users: { type: "string" },
  "allow-origin": { type: "string", multiple: true, default: [] as string[] },
  "persisted-documents": { type: "string" },
  "requests-per-minute": { type: "string" },
  introspection: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

function wholeNumber(flag: string, text: string, minimum: number, maximum: number): number {
  const number = Number(text);
  if (/^\d{1,10}$/.test(text) && number >= minimum && number <= maximum) return number;
  throw new UsageError(`${flag} must be ${minimum} to ${maximum}, not ${JSON.stringify(text)}.`);
}

function originOf(text: string): string {
  if (URL.canParse(text) && new URL(text).origin === text) return text;
  throw new UsageError(`--allow-origin must be an origin such as https://app.example, not ${JSON.stringify(text)}.`);
}

function upstreamOf(text: string): string {
  if (URL.canParse(text)) {
    const { protocol, username, password, search, hash } = new URL(text);
    if (/^https?:$/.test(protocol) && username + password + search + hash === "") return text;
  }
  // Not shown: it may hold a password.
  throw new UsageError("--upstream must be an http or https address without credentials, query and fragment.");
}

function servicesOf(text: string): ServicesVersion {
  const services = findServices(text);
  if (services !== undefined) return services;
  throw new UsageError(`--services must be one of ${servicesVersions.join(", ")}, not ${JSON.stringify(text)}.`);
}
