import { createDecoder, decodeMessage, encodeResponse } from "@superoffice-soap/codec";
import { bareSaxes } from "./bare-saxes.ts";
import { connectionList, connections } from "./corpus.ts";
import { shortest } from "./measure.ts";
import { nodeSoapFor } from "./node-soap.ts";
import { peer } from "./peers.ts";
import { type Benchmark, milliseconds, type Row } from "./report.ts";

const count = 20_000;

/** Time to decode a long list, next to the bare tokenizer and JSON's parser on the same data. */
export const decode: Benchmark = {
  name: "decode",
  title: `decode ${count} connections (ratios of time; less is better)`,
  run: async () => {
    const list = connections(count);
    const xml = encodeResponse({ ...connectionList, output: { Response: list } });
    const bytes = new TextEncoder().encode(xml);
    const json = JSON.stringify(list);
    const tokens = shortest(() => bareSaxes(xml), 5);
    const row = (what: string, time: number): Row => ({
      what,
      figure: milliseconds(time),
      ratios: { saxes: time / tokens },
    });
    return [
      { what: `bare saxes, empty handlers (${(xml.length / 1e6).toFixed(0)} MB)`, figure: milliseconds(tokens) },
      row(
        "codec, whole",
        shortest(() => decodeMessage(xml), 5),
      ),
      row(
        "codec, in chunks of 64 KiB of bytes",
        shortest(() => decodeInChunks(bytes), 5),
      ),
      row(
        "JSON.parse",
        shortest(() => JSON.parse(json), 5),
      ),
      ...fastXmlParser(xml, row),
      ...(await nodeSoap(row)),
    ];
  },
};

function decodeInChunks(bytes: Uint8Array): void {
  const decoder = createDecoder();
  for (let at = 0; at < bytes.length; at += 65_536) decoder.write(bytes.subarray(at, at + 65_536));
  decoder.end();
}

function fastXmlParser(xml: string, row: (what: string, time: number) => Row): Row[] {
  // The one class of it that is used here.
  const library = peer("fast-xml-parser") as {
    XMLParser: new (options: object) => { parse: (text: string) => unknown };
  };
  if (library === undefined) return [];
  const parser = new library.XMLParser({ ignoreAttributes: false, parseTagValue: false });
  return [
    row(
      "fast-xml-parser, to a tree of texts",
      shortest(() => parser.parse(xml), 2),
    ),
  ];
}

// It takes so long that a tenth of the list must do.
async function nodeSoap(row: (what: string, time: number) => Row): Promise<Row[]> {
  const wsdl = await nodeSoapFor(connectionList);
  if (wsdl === undefined) return [];
  const xml = encodeResponse({ ...connectionList, output: { Response: connections(count / 10) } });
  return [row("node-soap (a 10th of it, times 10)", shortest(() => wsdl.xmlToObject(xml), 2) * 10)];
}
