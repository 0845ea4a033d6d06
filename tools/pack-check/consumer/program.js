import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

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

async function whileRunning(args, environment, work) {
  const program = spawn("node_modules/.bin/superoffice-soap", ["--port", "0", ...args], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(program, "exit");
  try {
    const addresses = [];
    for await (const line of createInterface({ input: program.stdout })) {
      addresses.push(/http:\S+/.exec(line)[0]);
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
