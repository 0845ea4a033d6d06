import { gzipSync } from "node:zlib";
import { encodeRequest } from "@superoffice-soap/codec";
import { hostileTexts } from "./hostile-texts.ts";

/** A request that costs far more than it should. */
export interface HostileRequest {
  readonly name: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

const length = 9_900_000;
const xml = { "Content-Type": "text/xml; charset=utf-8" };
const json = { "Content-Type": "application/json" };

/** A call with a text that others may stand in the place of. */
interface Frame {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

const signInFrame: Frame = frameOf(
  "SoPrincipal",
  encodeRequest({
    ...{ services: "Services88", agent: "SoPrincipal", operation: "AuthenticateUsernamePassword" },
    input: { UserName: "@", Password: "" },
  }),
);

function saveFrame(ticket: string): Frame {
  const input = { ApplicationName: "a", DeviceName: "d", DeviceIdentifier: "", ForeignKey: { Key: "k", Value: "@" } };
  const target = { services: "Services88", agent: "ForeignSystem", operation: "SaveForeignKey" } as const;
  return frameOf("ForeignSystem", encodeRequest({ ...target, input, headers: { Credentials: { Ticket: ticket } } }));
}

function frameOf(agent: string, envelope: string): Frame {
  const [before = "", after = ""] = envelope.split("@");
  return { path: `/Remote/Services88/${agent}.svc`, before, after };
}

function soapRequests({ path, before, after }: Frame): HostileRequest[] {
  const attributes = Array.from({ length: 1_000_000 }, (_, index) => `a${index}=""`).join(" ");
  const texts = Object.entries(hostileTexts).flatMap(([name, text]) => {
    const body = new TextEncoder().encode(before + text(length) + after);
    return [{ name, path, headers: xml, body }, packed({ name, path, headers: xml, body })];
  });
  const million = `${before.slice(0, -1)} ${attributes}>`;
  const body = new TextEncoder().encode(million + after);
  return [...texts, { name: "a million attributes", path, headers: xml, body }];
}

function graphqlRequests(headers: Readonly<Record<string, string>>): HostileRequest[] {
  const key = 'mutation ($k: ForeignKeyInput) { saveForeignKey(applicationName: "a", foreignKey: $k) { key } }';
  const members = Object.fromEntries(Array.from({ length: 90_000 }, (_, index) => [`m${index}`, 1]));
  const body = new TextEncoder().encode(JSON.stringify({ query: key, variables: { k: members } }));
  const request = { name: "90000 unknown members", path: "/graphql", headers: { ...json, ...headers }, body };
  return [request, packed(request)];
}

function packed({ name, path, headers, body }: HostileRequest): HostileRequest {
  return {
    ...{ name: `${name}, packed`, path },
    headers: { ...headers, "Content-Encoding": "gzip" },
    body: new Uint8Array(gzipSync(body)),
  };
}

/** Requests of each kind, as they are and packed, of callers who have not signed in. */
export function hostileRequests(): readonly HostileRequest[] {
  return [...soapRequests(signInFrame), ...graphqlRequests({})];
}

/** The same of callers with a ticket, who may send more. */
export function hostileRequestsWith(ticket: string): readonly HostileRequest[] {
  const all = [...soapRequests(saveFrame(ticket)), ...graphqlRequests({ Authorization: `SOTicket ${ticket}` })];
  return all.map((request) => ({ ...request, name: `${request.name}, with a ticket` }));
}
