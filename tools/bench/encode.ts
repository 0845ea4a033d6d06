import { encodeResponse } from "@superoffice-soap/codec";
import { namespaceOf } from "@superoffice-soap/schema";
import { create } from "xmlbuilder2";
import { connectionList, connections } from "./corpus.ts";
import { shortest } from "./measure.ts";
import { nodeSoapFor } from "./node-soap.ts";
import { type Benchmark, milliseconds, type Row } from "./report.ts";

const count = 20_000;

/** Entities per second out of the encoder, next to JSON's writer on the same data. */
export const encode: Benchmark = {
  name: "encode",
  title: `encode ${count} connections (ratios of entities per second; more is better)`,
  run: async () => {
    const list = connections(count);
    const encodeAll = () => encodeResponse({ ...connectionList, output: { Response: list } });
    const ours = shortest(() => encodeAll().length);
    // V8 keeps the text in pieces until it is read, as a write to a socket does.
    const looked = shortest(() => encodeAll().charCodeAt(9_999_999));
    const json = shortest(() => JSON.stringify(list).length);
    const few = list.slice(0, count / 50);
    const builder = shortest(() => create({ Response: { ErpConnection: few } }).end(), 2) * 50;
    return [
      { what: "JSON.stringify", figure: milliseconds(json) },
      { what: "codec", figure: milliseconds(ours), ratios: { "JSON.stringify": json / ours } },
      { what: "codec, and looked inside", figure: milliseconds(looked), ratios: { "JSON.stringify": json / looked } },
      {
        what: "xmlbuilder2 (a 50th of it, times 50)",
        figure: milliseconds(builder),
        ratios: { "JSON.stringify": json / builder },
      },
      ...(await nodeSoap(json)),
    ];
  },
};

async function nodeSoap(json: number): Promise<Row[]> {
  const wsdl = await nodeSoapFor(connectionList);
  if (wsdl === undefined) return [];
  const { services, operation } = connectionList;
  const element = `${operation}Response`;
  const value = { Response: { ErpConnection: connections(count / 10) } };
  const time = shortest(() => wsdl.objectToDocumentXML(element, value, "tns", namespaceOf(services)), 2) * 10;
  return [
    {
      what: "node-soap (a 10th of it, times 10)",
      figure: milliseconds(time),
      ratios: { "JSON.stringify": json / time },
    },
  ];
}
