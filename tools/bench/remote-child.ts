// Starts the whole server over the NetServer at the given address.
import { startServer } from "@superoffice-soap/server";
import { report } from "./server-process.ts";

const [upstream = ""] = process.argv.slice(2);
const { url } = await startServer({
  ...{ host: "127.0.0.1", port: 0, production: true, services: "Services88", store: ":memory:" },
  upstream,
});
report({ origin: url });
