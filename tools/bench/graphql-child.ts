// Answers one query over HTTP: `embedded`, GraphQL over a NetServer with a key to look up, or `floor`, the same libraries
// with a constant result.
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import { graphqlApp } from "@superoffice-soap/graphql";
import { createNetServer } from "@superoffice-soap/netserver";
import { createSchema, createYoga } from "graphql-yoga";
import { Hono } from "hono";
import { fillKeys } from "./fill-keys.ts";
import { lookup, storedKey } from "./key-lookup.ts";
import { listenLocally } from "./listen-locally.ts";
import { report } from "./server-process.ts";

const [kind, store = ":memory:", keys = "0"] = process.argv.slice(2);
const app = kind === "embedded" ? await embedded() : floor();
const server = createServer(getRequestListener(app.fetch));
report({ origin: await listenLocally(server) });

async function embedded(): Promise<Hono> {
  const netServer = await createNetServer({ store });
  const ticket = await netServer.issueTicket("ADM0");
  const { ApplicationName, DeviceName, DeviceIdentifier } = lookup;
  const input = { ForeignKey: storedKey, ApplicationName, DeviceName, DeviceIdentifier };
  await netServer.call("ForeignSystem", "SaveForeignKey", input, { services: "Services88", ticket });
  if (keys !== "0") fillKeys(store, Number(keys));
  return graphqlApp({
    netServer,
    developmentUser: { userName: "ADM0", password: "" },
    peerAddress: (context) => getConnInfo(context).remote.address,
    limits: { maxCost: Number.POSITIVE_INFINITY },
  });
}

/** Returns Yoga on Hono, its optional parts left out, with a schema of one field. */
function floor(): Hono {
  const yoga = createYoga({
    schema: createSchema({
      typeDefs: "type Key { value: String } type Query { key: Key }",
      resolvers: { Query: { key: () => ({ value: "10042" }) } },
    }),
    ...{ batching: false, cors: false, graphiql: false, landingPage: false, logging: false, multipart: false },
  });
  return new Hono().all("/graphql", (context) => yoga.fetch(context.req.raw, {}));
}
