import { gzipSync } from "node:zlib";
import { encodeRequest } from "@superoffice-soap/codec";

/** A request that costs far more than it should, and needs no sign-in. */
export interface HostileRequest {
  readonly name: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

const signIn = { services: "Services88", agent: "SoPrincipal", operation: "AuthenticateUsernamePassword" } as const;
const [before = "", after = ""] = encodeRequest({ ...signIn, input: { UserName: "@", Password: "" } }).split("@");
const length = 9_900_000;

/** The text in place of the user's name, or beside it. */
const texts: Readonly<Record<string, string>> = {
  "carriage returns": "\r".repeat(length),
  "CDATA of brackets": `<![CDATA[${"]".repeat(length)} ]]>`,
  "a comment of dashes": `<!--${"- ".repeat(length / 2)}-->`,
  "an entity without an end": `&${"a".repeat(length)}`,
  "bare ampersands": "&".repeat(length),
  "character references": "&#65;".repeat(length / 5),
};

const soap = Object.entries(texts).flatMap(([name, text]) => {
  const body = new TextEncoder().encode(before + text + after);
  const headers = { "Content-Type": "text/xml; charset=utf-8" };
  const path = "/Remote/Services88/SoPrincipal.svc";
  return [
    { name, path, headers, body },
    {
      name: `${name}, packed`,
      path,
      headers: { ...headers, "Content-Encoding": "gzip" },
      body: new Uint8Array(gzipSync(body)),
    },
  ];
});

const attributes = Array.from({ length: 1_000_000 }, (_, index) => `a${index}=""`).join(" ");
const json = { "Content-Type": "application/json" };
const key = 'mutation ($k: ForeignKeyInput) { saveForeignKey(applicationName: "a", foreignKey: $k) { key } }';
const members = Object.fromEntries(Array.from({ length: 90_000 }, (_, index) => [`m${index}`, 1]));
const graphql = JSON.stringify({ query: key, variables: { k: members } });

/** Requests of each kind, as they are and packed. */
export const hostileRequests: readonly HostileRequest[] = [
  ...soap,
  {
    name: "a million attributes",
    path: "/Remote/Services88/SoPrincipal.svc",
    headers: { "Content-Type": "text/xml; charset=utf-8" },
    body: new TextEncoder().encode(before.replace("<UserName>", `<UserName ${attributes}>`) + after),
  },
  { name: "90000 unknown members", path: "/graphql", headers: json, body: new TextEncoder().encode(graphql) },
  {
    name: "90000 unknown members, packed",
    path: "/graphql",
    headers: { ...json, "Content-Encoding": "gzip" },
    body: new Uint8Array(gzipSync(graphql)),
  },
];
