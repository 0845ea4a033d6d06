// Syncs everything once, and ends when that is done.
import { createNetServer } from "../../src/index.ts";
import { callerOf } from "../callers.ts";

const server = await createNetServer({ store: process.argv[2] ?? "" });
const call = await callerOf(server, "ErpSync");
const answer = await call("ForceSyncAll", {});
await server.close();
process.exitCode = answer?.IsOk ? 0 : 1;
