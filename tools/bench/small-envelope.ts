import { decodeMessage, encodeRequest } from "@superoffice-soap/codec";
import { SaxesParser } from "saxes";
import { bareSaxes } from "./bare-saxes.ts";
import { smallRequest } from "./corpus.ts";
import { shortestOfMany } from "./measure.ts";
import { type Benchmark, microseconds } from "./report.ts";

/** One small request in and out, where what is done once a message weighs most. */
export const smallEnvelope: Benchmark = {
  name: "small-envelope",
  title: "one SaveForeignKey request (ratios of time; less is better)",
  run: () => {
    const xml = encodeRequest(smallRequest);
    const json = JSON.stringify(smallRequest);
    const stringify = shortestOfMany(() => JSON.stringify(smallRequest));
    const parse = shortestOfMany(() => JSON.parse(json));
    const start = shortestOfMany(() => new SaxesParser({ xmlns: true }).write("<a/>").close());
    const tokens = shortestOfMany(() => bareSaxes(xml));
    const encoded = shortestOfMany(() => encodeRequest(smallRequest));
    const decoded = shortestOfMany(() => decodeMessage(xml));
    return [
      { what: "JSON.stringify", figure: microseconds(stringify) },
      { what: "codec, encode", figure: microseconds(encoded), ratios: { "JSON.stringify": encoded / stringify } },
      { what: "JSON.parse", figure: microseconds(parse) },
      { what: "saxes, start and one element", figure: microseconds(start) },
      { what: `saxes, the envelope (${xml.length} characters)`, figure: microseconds(tokens) },
      {
        what: "codec, decode",
        figure: microseconds(decoded),
        ratios: {
          "JSON.parse": decoded / parse,
          "(3 x JSON.parse + saxes' start)": decoded / (3 * parse + start),
          saxes: decoded / tokens,
        },
      },
    ];
  },
};
