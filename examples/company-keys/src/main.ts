import { parseArgs } from "node:util";
import { serve } from "@hono/node-server";
import { GraphQLClient } from "graphql-request";
import { companyKeysApp } from "./app.ts";

const { values } = parseArgs({
  options: {
    endpoint: { type: "string", default: "http://127.0.0.1:4000/graphql" },
    port: { type: "string", default: "4001" },
  },
});
// In the environment, since other users of the machine can read the command line.
const { GRAPHQL_AUTHORIZATION: authorization } = process.env;
const client = new GraphQLClient(values.endpoint, { headers: authorization === undefined ? {} : { authorization } });

serve({ fetch: companyKeysApp(client).fetch, hostname: "127.0.0.1", port: Number(values.port) }, ({ port }) => {
  process.stdout.write(`http://127.0.0.1:${port}/?company=2 shows company 2, as ${values.endpoint} has it\n`);
});
