import { parseArgs } from "node:util";
import { serve } from "@hono/node-server";
import { GraphQLClient } from "graphql-request";
import { companyKeysApp } from "./app.ts";

const options = {
  endpoint: { type: "string", default: "http://127.0.0.1:4000/graphql" },
  port: { type: "string", default: "4001" },
} as const;

try {
  const { endpoint, port } = parseArgs({ options }).values;
  if (!URL.canParse(endpoint)) throw new TypeError(`--endpoint must be an address, not ${JSON.stringify(endpoint)}.`);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new TypeError(`--port must be a number from 0 to 65535, not ${JSON.stringify(port)}.`);
  }
  start(endpoint, Number(port));
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  refuse(error);
}

function start(endpoint: string, port: number): void {
  // In the environment, since other users of the machine can read the command line.
  const { GRAPHQL_AUTHORIZATION: authorization } = process.env;
  const client = new GraphQLClient(endpoint, { headers: authorization === undefined ? {} : { authorization } });
  const server = serve({ fetch: companyKeysApp(client).fetch, hostname: "127.0.0.1", port }, (listening) => {
    process.stdout.write(`http://127.0.0.1:${listening.port}/?company=2 shows company 2, as ${endpoint} has it\n`);
  });
  server.once("error", refuse);
}

function refuse({ message }: Error): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 2;
}
