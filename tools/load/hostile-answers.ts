import { gzipSync } from "node:zlib";
import { encodeRequest, encodeResponse } from "@superoffice-soap/codec";
import type { HostileRequest } from "./hostile-requests.ts";
import { hostileTexts } from "./hostile-texts.ts";

const target = { services: "Services88", agent: "ForeignSystem", operation: "GetApplicationKeys" } as const;
const key = { Key: "k", Value: "@", RecordId: 1, TableName: "contact" };
const answer = encodeResponse({ ...target, output: { Response: [key] }, headers: { Succeeded: true } });
const [before = "", after = ""] = answer.split("@");
const itemAt = answer.lastIndexOf("<ForeignKey>");

/** The bytes of a text in an answer, and of one that is packed: less than a gateway takes of one answer. */
const length = 9_900_000;
const packedLength = 60_000_000;

/** An answer that costs a gateway far more than it should. */
export interface HostileAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: () => Uint8Array;
  /** The text that follows the body, repeated for as long as the client reads. */
  readonly more?: Uint8Array;
}

const bytes = (text: string) => new TextEncoder().encode(text);
const packedHeaders = { "Content-Encoding": "gzip" };

const texts: Readonly<Record<string, (length: number) => string>> = {
  "a huge text": (size) => "a".repeat(size),
  ...hostileTexts,
  "deep nesting": (size) => "<a>".repeat(size / 3),
};

/** Answers of each kind, as they are and packed, by the name of the application that is asked for. */
export const hostileAnswers: ReadonlyMap<string, HostileAnswer> = new Map<string, HostileAnswer>([
  ...Object.entries(texts).flatMap(([name, text]): [string, HostileAnswer][] => [
    [name, { headers: {}, body: once(() => bytes(before + text(length) + after)) }],
    [`${name}, packed`, { headers: packedHeaders, body: once(() => gzipSync(before + text(packedLength) + after)) }],
  ]),
  [
    "an endless list",
    { headers: {}, body: once(() => bytes(answer.slice(0, itemAt))), more: bytes(items().repeat(1000)) },
  ],
]);

function items(): string {
  const end = answer.lastIndexOf("</ForeignKey>") + "</ForeignKey>".length;
  return answer.slice(itemAt, end);
}

function once(make: () => Uint8Array): () => Uint8Array {
  let made: Uint8Array | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Calls of a gateway, over SOAP and GraphQL, that its upstream answers so. */
export function callsOfHostileAnswers(ticket: string): readonly HostileRequest[] {
  return [...hostileAnswers.keys()].flatMap((ApplicationName) => {
    const input = { ApplicationName };
    const query = `{ applicationKeys(applicationName: "${ApplicationName}") { key value } }`;
    return [
      {
        name: `an upstream's answer over SOAP: ${ApplicationName}`,
        path: "/Remote/Services88/ForeignSystem.svc",
        headers: { "Content-Type": "text/xml; charset=utf-8" },
        body: bytesOf(encodeRequest({ ...target, input, headers: { Credentials: { Ticket: ticket } } })),
      },
      {
        name: `an upstream's answer over GraphQL: ${ApplicationName}`,
        path: "/graphql",
        headers: { "Content-Type": "application/json", Authorization: `SOTicket ${ticket}` },
        body: bytesOf(JSON.stringify({ query })),
      },
    ];
  });
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
