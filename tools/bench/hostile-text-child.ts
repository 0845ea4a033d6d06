import { createDecoder, DecodeError, decodeMessage } from "@superoffice-soap/codec";
import { bareSaxes } from "./bare-saxes.ts";
import type { TextCost, textKinds } from "./hostile-text.ts";

const length = 10_000_000;
const chunkLength = 65_536;

function filled(piece: string, size = length): string {
  return piece.repeat(Math.ceil(size / piece.length)).slice(0, Math.ceil(size / piece.length) * piece.length);
}

/** As many attributes as a tag may have. */
const mostAttributes = 1000;

function numbered(count: number, one: (number: number) => string): string {
  return Array.from({ length: count }, (_, number) => one(number)).join("");
}

function attributes(count: number): string {
  return numbered(count, (number) => ` a${number}=""`);
}

type Kind = (typeof textKinds)[number];

const makers: Readonly<Record<Kind, (size: number) => string>> = {
  "plain text": (size) => filled("x", size),
  "carriage returns": (size) => filled("\r", size),
  "] in CDATA": (size) => `<![CDATA[${filled("] ", size)}]]>`,
  "- in a comment": (size) => `<!--${filled("- ", size)}-->`,
  "&#13;": (size) => filled("&#13;", size),
  "&amp;": (size) => filled("&amp;", size),
  "bare &": (size) => filled("&", size),
  "&aaa…": (size) => `&${filled("a", size)};`,
  "many attributes": (size) => `<a${attributes(size / 10)}/>`,
  "a long attribute": (size) => `<a b="${filled("\t", size)}"/>`,
  "tags full of attributes": (size) => filled(`<a${attributes(mostAttributes)}/>`, size),
  "tags full of namespaces": (size) =>
    filled(`<a${numbered(mostAttributes, (number) => ` xmlns:n${number}="urn:${number}"`)}/>`, size),
  "tags full of prefixes": (size) =>
    filled(`<a xmlns:p="urn:p"${numbered(mostAttributes - 1, (number) => ` p:a${number}=""`)}/>`, size),
  "tags of some attributes": (size) => filled(`<a${attributes(100)}/>`, size),
  "names that differ": (size) => numbered(size / 10, (number) => `<a${number}/>`),
  "long names that come twice": (size) => numbered(size / 50, (number) => `<aVeryLongName${number}/>`.repeat(2)),
  "tiny elements": (size) => filled("<a/>", size),
  instructions: (size) => filled("<?a b?>", size),
  "one instruction": (size) => `<?a ${filled("? ", size)}?>`,
};

const asText: readonly Kind[] = [
  "plain text",
  "carriage returns",
  "] in CDATA",
  "- in a comment",
  "&#13;",
  "&amp;",
  "bare &",
  "&aaa…",
];

function documentOf(kind: Kind, size: number): Uint8Array {
  const content = makers[kind](size);
  const members = asText.includes(kind) ? `<KeyName>${content}</KeyName>` : content;
  return new TextEncoder().encode(
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetKey xmlns="http://www.superoffice.net/ws/crm/NetServer/Services88">${members}</GetKey></s:Body></s:Envelope>`,
  );
}

function decode(bytes: Uint8Array, arrival: string): string {
  try {
    if (arrival === "whole") decodeMessage(bytes);
    else if (arrival === "through saxes") bareSaxes(new TextDecoder().decode(bytes));
    else {
      const decoder = createDecoder();
      for (let at = 0; at < bytes.length; at += chunkLength) decoder.write(bytes.subarray(at, at + chunkLength));
      decoder.end();
    }
    return "read";
  } catch (error) {
    return error instanceof DecodeError ? error.code : String(error);
  }
}

const [kind, arrival = "whole"] = process.argv.slice(2) as [Kind, string?];
for (let run = 0; run < 3; run++) decode(documentOf(kind, 200_000), arrival);
const bytes = documentOf(kind, length);
globalThis.gc?.();
const before = process.resourceUsage().maxRSS;
const start = process.cpuUsage();
const outcome = decode(bytes, arrival);
const { user, system } = process.cpuUsage(start);
const peak = (process.resourceUsage().maxRSS - before) * 1024;
const cost: TextCost = { milliseconds: (user + system) / 1000, peak, outcome };
console.log(JSON.stringify(cost));
