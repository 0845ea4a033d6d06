// Serves GraphQL and SOAP as in production, over a NetServer with one user.
import { startServer } from "@superoffice-soap/graphql";
import { report } from "../bench/server-process.ts";

const [store = ":memory:"] = process.argv.slice(2);
const server = await startServer({
  ...{ store, services: "Services88", host: "127.0.0.1", port: 0, production: true },
  users: [{ name: "ann", password: "correct horse" }],
});
report({ origin: server.url });
