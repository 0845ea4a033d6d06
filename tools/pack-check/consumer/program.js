import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

const bin = "node_modules/.bin/superoffice-soap";
const query = '{ foreignApp(name: "none") { name } }';

// Each of these imports some of what the program needs at times only.
await whileRunning(["--data", ":memory:"], {}, async ({ graphql, soap }) => {
  assert.equal(await answerTo(graphql, query), '{"data":{"foreignApp":null}}');
  const page = await fetch(graphql, { headers: { accept: "text/html" } });
  assert.match(await page.text(), /GraphiQL/);
  const wsdl = await fetch(`${soap}?wsdl`);
  assert.match(await wsdl.text(), /<wsdl:definitions/);
  // Another one in front of it.
  const upstream = soap.replace(/\/Services88.*/, "");
  await whileRunning(["--upstream", upstream], {}, async (front) => {
    assert.match(await answerTo(front.graphql, "{ systemInfo { companyName } }"), /"companyName":/);
  });
});
await whileRunning(["--data", ":memory:"], { NODE_ENV: "production" }, async ({ graphql }) => {
  // It limits requests there, and nobody is signed in.
  assert.match(await answerTo(graphql, query), /UNAUTHENTICATED/);
});

// A Node that is too old is told so, and is given nothing that it cannot read.
const old = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.8' } })";
const refused = spawnSync(process.execPath, ["--import", `data:text/javascript,${encodeURIComponent(old)}`, bin]);
assert.equal(refused.status, 1);
assert.match(String(refused.stderr), /^superoffice-soap needs Node \S+ or later; this is 18\.20\.8\.\n$/);
// Both names that a command line may have for it.
for (const npx of ["superoffice-soap", "@superoffice-soap/server"]) {
  assert.match(execFileSync("npx", ["--no", npx, "--version"], { encoding: "utf8" }), /^\d+\.\d+\.\d+\n$/);
}

async function whileRunning(args, environment, work) {
  const program = spawn(bin, ["--port", "0", ...args], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(program, "exit");
  try {
    const addresses = [];
    for await (const line of createInterface({ input: program.stdout })) {
      addresses.push(...(line.match(/http:\S+/) ?? []));
      if (addresses.length === 2) break;
    }
    const [graphql, soap] = addresses;
    await work({ graphql, soap });
  } finally {
    // It holds what this prints to open, so that whoever reads that would wait for its end too.
    program.kill("SIGTERM");
  }
  assert.deepEqual(await ended, [0, null]);
}

async function answerTo(graphql, query) {
  const body = JSON.stringify({ query });
  const headers = { "content-type": "application/json" };
  return (await fetch(graphql, { method: "POST", headers, body })).text();
}
