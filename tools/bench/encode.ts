import { encodeResponse } from "@superoffice-soap/codec";
import { create } from "xmlbuilder2";
import { connectionList, connections } from "./corpus.ts";
import { shortest } from "./measure.ts";
import { type Benchmark, milliseconds } from "./report.ts";

const count = 20_000;

/** Entities per second out of the encoder, next to JSON's writer on the same data. */
export const encode: Benchmark = {
  name: "encode",
  title: `encode ${count} connections (ratios of entities per second; more is better)`,
  run: () => {
    const list = connections(count);
    const ours = shortest(() =>
      encodeResponse({ ...connectionList, output: { Response: list } }).charCodeAt(9_999_999),
    );
    const json = shortest(() => JSON.stringify(list).charCodeAt(999_999));
    const few = list.slice(0, count / 50);
    const builder = shortest(() => create({ Response: { ErpConnection: few } }).end(), 2) * 50;
    return [
      { what: "JSON.stringify", figure: milliseconds(json) },
      { what: "codec", figure: milliseconds(ours), ratios: { "JSON.stringify": json / ours } },
      {
        what: "xmlbuilder2 (a 50th of it, times 50)",
        figure: milliseconds(builder),
        ratios: { "JSON.stringify": json / builder },
      },
    ];
  },
};
