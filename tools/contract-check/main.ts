import { readFileSync } from "node:fs";
import { checkWsdl } from "./check-wsdl.ts";

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error("usage: npm run --silent contract-check -- FILE.wsdl…");
  process.exit(2);
}

let found = 0;
for (const file of files) {
  for (const line of linesOf(file)) {
    console.log(`${file}: ${line}`);
    found++;
  }
}
const summary = `${files.length} file${files.length === 1 ? "" : "s"} compared with the contract`;
console.log(found === 0 ? `${summary}: no difference` : `${summary}: ${found} difference${found === 1 ? "" : "s"}`);
process.exitCode = found === 0 ? 0 : 1;

function linesOf(file: string): string[] {
  try {
    return checkWsdl(readFileSync(file, "utf8")).map(
      ({ path, contract, wsdl }) => `${path}: contract says ${contract}, WSDL says ${wsdl}`,
    );
  } catch (error) {
    return [`cannot be compared: ${error instanceof Error ? error.message : String(error)}`];
  }
}
