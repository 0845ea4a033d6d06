import { latestServices, servicesVersions } from "@superoffice-soap/schema";
import { groups } from "./groups.ts";
import { flagOf, type Setting, variableOf } from "./setting.ts";
import { settingByName } from "./settings.ts";

const width = 98;
const column = 37;

const sections = Object.entries(groups).map(([group, title]) => {
  const members = [...settingByName].filter(([, setting]) => setting.group === group);
  return `${title}\n${members.map(([name, setting]) => entry(usageOf(name, setting), textOf(setting))).join("")}`;
});

/** The text that `--help` prints. */
export const help = `superoffice-soap: SuperOffice NetServer as GraphQL, with its SOAP endpoint beside it

  npm start -- [--port 4000] [--data DIR]                       in a clone
  npx @superoffice-soap/server [--port 4000] [--data DIR]      where that package is installed

Serves an embedded NetServer: GraphQL at /graphql (open it in a browser for GraphiQL), SOAP at
/Remote/ServicesNN/Agent.svc for ServicesNN ${servicesVersions[0]} to ${latestServices}.

${sections.join("\n")}${entry("--config FILE", "JSON that sets any of these")}${entry("--help, -h", "this text")}${entry("--version, -v", "the version")}
Each setting has a place in the environment too, ${variableOf("port")}=4000 for --port 4000, and
in the file: {"port": 4000, "requestsPerMinute": 600}. A list is written with commas between its
values, in the file as a JSON list. A flag goes before the environment, and that before the file.

Without --users there is demo data, and the user ADM0 with a blank password. Requests from this
machine that carry no credentials then run as ADM0, also from a page of this machine that
--allow-origin names. NODE_ENV=production turns all of that off, and GraphiQL too.
Credentials are SuperOffice's own: "Authorization: SOTicket 7T:..." with a ticket from the mutation
authenticateUsernamePassword, or "Authorization: Bearer ..." with an access token.

An upstream's certificate that Node.js does not trust: name its authority's in a file,
NODE_EXTRA_CA_CERTS=/etc/ssl/company.pem.

Ctrl-C, SIGTERM or SIGHUP lets requests under way finish and closes the store.
`;

function usageOf(name: string, { takes, schema }: Setting): string {
  const flag = flagOf(name);
  if (takes !== undefined) return `${flag} ${takes}`;
  return (schema as { type?: string }).type === "boolean" ? `--[no-]${flag.slice(2)}` : flag;
}

function textOf(setting: Setting): string {
  const usual = valueText(setting.default);
  const inProduction = setting.inProduction === undefined ? undefined : valueText(setting.inProduction);
  if (inProduction !== undefined) return `${setting.help} [${inProduction} in production, else ${usual}]`;
  return usual === undefined ? setting.help : `${setting.help} [${usual}]`;
}

function valueText(value: unknown): string | undefined {
  if (value === null || (Array.isArray(value) && value.length === 0)) return undefined;
  if (typeof value === "boolean") return value ? "on" : "off";
  return value === Number.POSITIVE_INFINITY ? "no limit" : String(value);
}

function entry(usage: string, text: string): string {
  const lines = wrapped(text, width - column);
  return lines.map((line, index) => `${`  ${index === 0 ? usage : ""}`.padEnd(column)}${line}\n`).join("");
}

function wrapped(text: string, length: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last.length + 1 + word.length > length) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines;
}
