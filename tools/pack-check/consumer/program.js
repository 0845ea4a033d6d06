import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

const program = spawn("node_modules/.bin/superoffice-soap", ["--port", "0", "--data", ":memory:"], {
  stdio: ["ignore", "pipe", "inherit"],
});
const ended = once(program, "exit");
const lines = createInterface({ input: program.stdout });
const addresses = [];
for await (const line of lines) {
  addresses.push(/http:\S+/.exec(line)[0]);
  if (addresses.length === 2) break;
}
const [graphql, soap] = addresses;

const query = '{ foreignApp(name: "none") { name } }';
const body = JSON.stringify({ query });
const answer = await fetch(graphql, { method: "POST", headers: { "content-type": "application/json" }, body });
assert.equal(await answer.text(), '{"data":{"foreignApp":null}}');

// What the program imports only when it is asked for.
const page = await fetch(graphql, { headers: { accept: "text/html" } });
assert.match(await page.text(), /GraphiQL/);
const wsdl = await fetch(`${soap}?wsdl`);
assert.match(await wsdl.text(), /<wsdl:definitions/);

program.kill("SIGTERM");
assert.deepEqual(await ended, [0, null]);
