import { createDecoder, decodeMessage, type Message } from "../../src/index.ts";

const length = 10_000_000;

/** Texts in pieces: carriage returns, CDATA of brackets, a comment, and references. */
const texts = [
  () => "\r".repeat(length),
  () => `<![CDATA[${"] ".repeat(length / 2)}]]>`,
  () => `<!--${"- ".repeat(length / 2)}-->`,
  () => "&#13;".repeat(length / 5),
  () => "&amp;".repeat(length / 5),
];

function documentOf(text: string): Uint8Array {
  return new TextEncoder().encode(
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetKey xmlns="http://www.superoffice.net/ws/crm/NetServer/Services88"><KeyName>${text}</KeyName></GetKey></s:Body></s:Envelope>`,
  );
}

function inChunks(bytes: Uint8Array): Message {
  const decoder = createDecoder();
  for (let at = 0; at < bytes.length; at += 65_536) decoder.write(bytes.subarray(at, at + 65_536));
  return decoder.end();
}

function lengthOf(message: Message): number {
  return message.kind === "request" ? String(message.value.KeyName).length : -1;
}

for (const decode of [(bytes: Uint8Array) => decodeMessage(bytes), inChunks]) {
  process.stdout.write(`${texts.map((text) => lengthOf(decode(documentOf(text())))).join(" ")}\n`);
}
