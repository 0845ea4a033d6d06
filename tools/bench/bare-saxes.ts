import { SaxesParser } from "saxes";

/** Tokenizes with namespaces on and nothing done with the tokens. */
export function bareSaxes(xml: string): void {
  const parser = new SaxesParser({ xmlns: true });
  parser.on("opentag", () => {});
  parser.on("text", () => {});
  parser.on("closetag", () => {});
  parser.write(xml).close();
}
